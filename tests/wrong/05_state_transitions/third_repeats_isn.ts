// Wrong: the third segment starts again at the initial number: a SYN takes one. Caught by: "numbers the three segments of a handshake"
export * from "../../../solutions/05_state_transitions.ts";

export function openingSegments(clientIsn: number, serverIsn: number) {
  return [
    { from: "client", flags: "SYN", seq: clientIsn },
    { from: "server", flags: "SYN,ACK", seq: serverIsn, ack: clientIsn + 1 },
    { from: "client", flags: "ACK", seq: clientIsn, ack: serverIsn + 1 },
  ];
}
