import type { Endpoint } from "../../workbook/endpoint.ts";
import { todo } from "../../workbook/todo.ts";

/** An IPv4 packet: the fields of its header, and what it carries. */
export interface Ipv4Packet {
  /** The address of the sender: `127.0.0.1`. */
  source: string;
  /** The address of the receiver. */
  destination: string;
  /** What the payload is: 1 ICMP, 6 TCP, 17 UDP. */
  protocol: number;
  /** Hops that are left: each router takes one away. */
  ttl: number;
  /** Bytes of the header, options included. */
  headerLength: number;
  /** Bytes of the whole packet. */
  totalLength: number;
  /** What follows the header, up to `totalLength`. */
  payload: Uint8Array;
}

/** A TCP segment: the fields of its header, and the bytes of the stream. */
export interface TcpSegment {
  sourcePort: number;
  destinationPort: number;
  /** The number of the first byte of the payload; of a SYN or FIN, if there is none. */
  seq: number;
  /** The number that the sender expects next. It counts only with the flag ACK. */
  ack: number;
  /** Bytes of the header, options included. */
  headerLength: number;
  /** The names of the set bits, from the lowest up: `SYN,ACK`; none: ``. */
  flags: string;
  /** How many more bytes the sender can take, unscaled. */
  window: number;
  payload: Uint8Array;
}

// Part 1. parseIpv4Packet: the fields of the header; lengths are in bytes, so
// IHL × 4. Bytes beyond totalLength are no part of the packet. It is null for
// fewer than 20 bytes, a version other than 4, a headerLength below 20, a
// totalLength below headerLength, and fewer bytes than totalLength.

/**
 * Reads an IPv4 packet (RFC 791 section 3.1).
 *
 * @param bytes The packet; it may be a view into a larger buffer.
 * @returns `null` if it is none.
 */
export function parseIpv4Packet(bytes: Uint8Array): Ipv4Packet | null {
  return todo("part 1: which bytes make which field?", bytes);
}

// Part 2. parseTcpSegment: takes the payload of an IPv4 packet. Numbers are
// unsigned; ack and window are the raw fields. flags: the names of the set bits
// from the lowest up, joined by commas. It is null for fewer than 20 bytes, and
// for a headerLength (data offset × 4) below 20 or beyond the bytes.

/**
 * Reads a TCP segment (RFC 9293 section 3.1).
 *
 * @param bytes The payload of an IPv4 packet.
 * @returns `null` if it is none.
 */
export function parseTcpSegment(bytes: Uint8Array): TcpSegment | null {
  return todo("part 2: which bytes make which field?", bytes);
}

// Part 3. nextAck: the number that acknowledges all of a segment. Each byte of
// the payload counts one, SYN counts one, FIN counts one, nothing else does.
// Numbers go up to 4294967295 and then begin at 0 again.

/**
 * The acknowledgment number that answers a segment (RFC 9293 section 3.4).
 *
 * @param segment The segment that came.
 */
export function nextAck(segment: TcpSegment): number {
  return todo("part 3: what takes a number of its own?", segment);
}

// Part 4. internetChecksum, RFC 1071: add the bytes as 16-bit numbers in network
// order; add what is carried out of 16 bits again, until nothing is; the result
// is the complement. An odd last byte is the high byte of a number. No bytes give
// 65535, a header with its right checksum in place gives 0.

/**
 * The checksum of the headers of IP, ICMP, UDP and TCP (RFC 1071).
 *
 * @param bytes What is summed.
 */
export function internetChecksum(bytes: Uint8Array): number {
  return todo("part 4: add 16 bits at a time, and fold the carry", bytes);
}

// Part 5. diagnose: what became of a connection. The trace has its packets, from
// its SYN on. Skip packets that are not TCP over IPv4. In this order: a RST means
// "refused" if no SYN,ACK came before it, else "reset"; FINs from both ends mean
// "closed"; a SYN,ACK means "open"; none of these means "timed-out".

/**
 * Says what became of a connection.
 *
 * @param trace Its packets, in the order of their capture.
 */
export function diagnose(
  trace: Uint8Array[],
): "open" | "refused" | "timed-out" | "reset" | "closed" {
  return todo("part 5: which flags decide, and in which order?", trace);
}

// Part 6. receiveTrace: the server sends packets, each behind its length in two
// bytes, in network order, and then closes. Give them all, each in an array of
// its own. Always close the connection.

// Beyond. Pieces of any size; an end inside a length or a packet rejects; errors
// of the connection are passed on. The caller may write other bytes into an array
// and call again: a result belongs to the bytes of its call. No hole of its own.

/**
 * Receives a trace.
 *
 * @param server Who sends it.
 * @throws {Error} If the stream ends inside a length or a packet. Errors of the
 * connection are passed on.
 */
export async function receiveTrace(server: Endpoint): Promise<Uint8Array[]> {
  const { hostname, port } = server;
  const conn = await Deno.connect({ hostname, port });
  return todo("part 6: read a length, then a packet, until the end", conn);
}

// receiveTrace may use a helper. Write it here.
