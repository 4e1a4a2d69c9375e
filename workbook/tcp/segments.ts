import { counted } from "../counted.ts";
import { add } from "./sequence.ts";

/** A segment between the two ends, drawn in a sequence diagram. */
export interface Segment {
  /** The end that sent it. */
  from: Side;
  /** The flags and lengths as they are drawn: "SYN", "SYN, ACK", "FIN, ACK", "data, 5 bytes". */
  label: string;
  /** State of the client after this segment was sent and received, if it is worth a note. */
  client?: string;
  /** State of the server after it. */
  server?: string;
  /** The segment does not arrive: dropped by the receiver. */
  lost?: boolean;
}

/** One end of a connection as a demonstration names it. */
export type Side = "client" | "server";

/** A segment with its numbers. */
export interface NumberedSegment {
  /** The side that sends it. */
  from: Side;
  /** As in the state machine: `SYN`, `SYN,ACK`, `FIN,ACK`. */
  flags: string;
  /** Sequence number of its first byte, or of its SYN or FIN. */
  seq: number;
  /** The next sequence number expected from the other side; none in a first SYN. */
  ack?: number;
}

/** The other end. */
function peerOf(side: Side): Side {
  return side === "client" ? "server" : "client";
}

/**
 * The three segments that open a connection. A SYN takes one sequence number,
 * so each side acknowledges the other's initial number plus one
 * (RFC 9293 section 3.5).
 *
 * @param clientIsn The client's initial sequence number.
 * @param serverIsn The server's.
 * @returns SYN, SYN,ACK, ACK; all numbers modulo 2^32.
 * @throws {RangeError} If one of them is no sequence number.
 */
export function openingSegments(
  clientIsn: number,
  serverIsn: number,
): NumberedSegment[] {
  const afterClient = add(clientIsn, 1);
  const afterServer = add(serverIsn, 1);
  return [
    { from: "client", flags: "SYN", seq: clientIsn },
    { from: "server", flags: "SYN,ACK", seq: serverIsn, ack: afterClient },
    { from: "client", flags: "ACK", seq: afterClient, ack: afterServer },
  ];
}

/**
 * Draws a segment with its numbers.
 *
 * @param segment A segment with its numbers.
 * @returns A segment to draw: `SYN, ACK  seq 900 ack 101`.
 */
export function drawn({ from, flags, seq, ack }: NumberedSegment): Segment {
  const numbers = ack === undefined ? `seq ${seq}` : `seq ${seq} ack ${ack}`;
  return { from, label: `${flags.replace(",", ", ")}  ${numbers}` };
}

/**
 * The handshake with both sides' states. The server's state is that of the new
 * connection; its listener stays in LISTEN.
 *
 * @returns SYN; SYN, ACK; ACK.
 */
export function handshakeSegments(): Segment[] {
  return [
    { from: "client", label: "SYN", client: "SYN_SENT", server: "SYN_RCVD" },
    { from: "server", label: "SYN, ACK", client: "ESTABLISHED" },
    { from: "client", label: "ACK", server: "ESTABLISHED" },
  ];
}

/**
 * Closing in four segments: the passive closer acknowledges at once and closes
 * later. A FIN carries an acknowledgment too, as every segment after the SYN.
 *
 * @param activeCloser The side that closes first; it ends in TIME_WAIT.
 * @returns The segments with both sides' states.
 */
export function fourWayClose(activeCloser: Side = "client"): Segment[] {
  const from = activeCloser;
  const peer = peerOf(from);
  return [
    { from, label: "FIN, ACK", [from]: "FIN_WAIT_1", [peer]: "CLOSE_WAIT" },
    { from: peer, label: "ACK", [from]: "FIN_WAIT_2" },
    { from: peer, label: "FIN, ACK", [peer]: "LAST_ACK", [from]: "TIME_WAIT" },
    { from, label: "ACK", [peer]: "CLOSED" },
  ];
}

/**
 * Closing in three segments: the passive closer closes as soon as it reads the
 * end of stream, and one segment carries its FIN and its acknowledgment. It is
 * in CLOSE_WAIT for that moment only, and the active closer goes from
 * FIN_WAIT_1 to TIME_WAIT.
 *
 * @param activeCloser The side that closes first; it ends in TIME_WAIT.
 * @returns The segments with both sides' states.
 */
export function threeSegmentClose(activeCloser: Side = "client"): Segment[] {
  const from = activeCloser;
  const peer = peerOf(from);
  return [
    { from, label: "FIN, ACK", [from]: "FIN_WAIT_1", [peer]: "CLOSE_WAIT" },
    { from: peer, label: "FIN, ACK", [peer]: "LAST_ACK", [from]: "TIME_WAIT" },
    { from, label: "ACK", [peer]: "CLOSED" },
  ];
}

/**
 * A client dials a port where nobody listens.
 *
 * @returns SYN; RST, ACK: the client is back in CLOSED, the server was never anywhere else.
 */
export function refusalSegments(): Segment[] {
  return [
    { from: "client", label: "SYN", client: "SYN_SENT", server: "CLOSED" },
    { from: "server", label: "RST, ACK", client: "CLOSED" },
  ];
}

/**
 * A segment that carries user data; no state changes.
 *
 * @param from The side that sends it.
 * @param length Its bytes.
 * @returns A segment labelled `data, 5 bytes`.
 */
export function dataSegment(from: Side, length: number): Segment {
  return { from, label: `data, ${counted(length, "byte")}` };
}

/**
 * A segment that only acknowledges; no state changes.
 *
 * @param from The side that sends it.
 * @returns A segment labelled `ACK`.
 */
export function ackSegment(from: Side): Segment {
  return { from, label: "ACK" };
}

/**
 * A reset: the connection is gone on both sides, and nothing is answered.
 *
 * @param from The side that resets.
 * @returns A segment labelled `RST, ACK`.
 */
export function resetSegment(from: Side): Segment {
  return { from, label: "RST, ACK", client: "CLOSED", server: "CLOSED" };
}
