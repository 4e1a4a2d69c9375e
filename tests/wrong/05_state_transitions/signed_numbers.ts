// Wrong: 32 bits with a sign: numbers from 2^31 on become negative. Caught by: "counts on from the last sequence number to zero"
export * from "../../../solutions/05_state_transitions.ts";

export function openingSegments(clientIsn: number, serverIsn: number) {
  return [
    { from: "client", flags: "SYN", seq: clientIsn },
    {
      from: "server",
      flags: "SYN,ACK",
      seq: serverIsn,
      ack: (clientIsn + 1) | 0,
    },
    {
      from: "client",
      flags: "ACK",
      seq: (clientIsn + 1) | 0,
      ack: (serverIsn + 1) | 0,
    },
  ];
}
