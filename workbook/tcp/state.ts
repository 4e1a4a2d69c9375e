/** The eleven states of a TCP connection (RFC 9293 section 3.3.2), in the order a connection may meet them. */
export const TCP_STATES = [
  "CLOSED",
  "LISTEN",
  "SYN_SENT",
  "SYN_RCVD",
  "ESTABLISHED",
  "FIN_WAIT_1",
  "FIN_WAIT_2",
  "CLOSE_WAIT",
  "CLOSING",
  "LAST_ACK",
  "TIME_WAIT",
] as const;
// A program and its grader share it.
Object.freeze(TCP_STATES);

/** One of the eleven states. */
export type TcpState = typeof TCP_STATES[number];
