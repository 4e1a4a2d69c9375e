// Wrong: the first SYN carries an acknowledgment of nothing. Caught by: "numbers the three segments of a handshake"
export * from "../../../solutions/05_state_transitions.ts";

export function openingSegments(clientIsn: number, serverIsn: number) {
  return [
    { from: "client", flags: "SYN", seq: clientIsn, ack: 0 },
    {
      from: "server",
      flags: "SYN,ACK",
      seq: serverIsn,
      ack: (clientIsn + 1) >>> 0,
    },
    {
      from: "client",
      flags: "ACK",
      seq: (clientIsn + 1) >>> 0,
      ack: (serverIsn + 1) >>> 0,
    },
  ];
}
