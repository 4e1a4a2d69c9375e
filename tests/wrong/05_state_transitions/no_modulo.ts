// Wrong: sequence numbers grow beyond 32 bits. Caught by: "counts on from the last sequence number to zero"
export * from "../../../solutions/05_state_transitions.ts";

export function openingSegments(clientIsn: number, serverIsn: number) {
  return [
    { from: "client", flags: "SYN", seq: clientIsn },
    { from: "server", flags: "SYN,ACK", seq: serverIsn, ack: clientIsn + 1 },
    { from: "client", flags: "ACK", seq: clientIsn + 1, ack: serverIsn + 1 },
  ];
}
