import { formatEndpoint } from "../endpoint.ts";
import type { Endpoint } from "../endpoint.ts";

/** The flags of a segment, as the table of `workbook/tcp/` writes them. */
export type Flags = "SYN" | "SYN,ACK" | "ACK" | "FIN,ACK" | "RST" | "RST,ACK";

/**
 * What one kernel sends to another. Sequence numbers count from 0 and do not
 * wrap: they are offsets in the stream, with one number for a SYN and a FIN.
 */
export interface Segment {
  /** The sender. */
  readonly from: Endpoint;
  /** The receiver. */
  readonly to: Endpoint;
  /** What the segment does. */
  readonly flags: Flags;
  /** Number of its first byte, or of its SYN or FIN. */
  readonly seq: number;
  /** The next number that its sender expects. */
  readonly ack: number;
  /** Bytes that its sender has room for, from `ack` on. */
  readonly window: number;
  /** The payload; an ACK without one acknowledges and nothing else. */
  readonly data?: Uint8Array;
}

/**
 * Names one end of a connection, and by it one direction on the wire.
 *
 * @param local Where it is.
 * @param remote Where its peer is.
 */
export function pairKey(local: Endpoint, remote: Endpoint): string {
  return `${formatEndpoint(local)}>${formatEndpoint(remote)}`;
}
