import type { Endpoint } from "../workbook/endpoint.ts";

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
  // In the exercise, part 1:
  //   return todo("part 1: which bytes make which field?", bytes);
  if (bytes.length < 20) return null;
  // The array may begin anywhere in its buffer.
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const headerLength = (view.getUint8(0) & 0x0f) * 4;
  const totalLength = view.getUint16(2);
  if (view.getUint8(0) >> 4 !== 4 || headerLength < 20) return null;
  if (totalLength < headerLength || bytes.length < totalLength) return null;
  return {
    source: bytes.subarray(12, 16).join("."),
    destination: bytes.subarray(16, 20).join("."),
    protocol: view.getUint8(9),
    ttl: view.getUint8(8),
    headerLength,
    totalLength,
    payload: bytes.subarray(headerLength, totalLength),
  };
  // End of part 1.
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
  // In the exercise, part 2:
  //   return todo("part 2: which bytes make which field?", bytes);
  const names = ["FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"];
  if (bytes.length < 20) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const headerLength = (view.getUint8(12) >> 4) * 4;
  if (headerLength < 20 || headerLength > bytes.length) return null;
  const bits = view.getUint8(13);
  return {
    sourcePort: view.getUint16(0),
    destinationPort: view.getUint16(2),
    seq: view.getUint32(4),
    ack: view.getUint32(8),
    headerLength,
    flags: names.filter((_, i) => bits & 1 << i).join(","),
    window: view.getUint16(14),
    payload: bytes.subarray(headerLength),
  };
  // End of part 2.
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
  // In the exercise, part 3:
  //   return todo("part 3: what takes a number of its own?", segment);
  const flags = segment.flags.split(",");
  const counted = flags.filter((flag) => flag === "SYN" || flag === "FIN");
  const next = segment.seq + segment.payload.length + counted.length;
  return next % 2 ** 32;
  // End of part 3.
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
  // In the exercise, part 4:
  //   return todo("part 4: add 16 bits at a time, and fold the carry", bytes);
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) {
    // Behind an odd last byte there is a zero.
    sum += bytes[at] * 256 + (bytes[at + 1] ?? 0);
    if (sum > 0xffff) sum -= 0xffff;
  }
  return 0xffff - sum;
  // End of part 4.
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
  // In the exercise, part 5:
  //   return todo("part 5: which flags decide, and in which order?", trace);
  let isOpen = false;
  // A FIN may be sent twice by the same end.
  const finished = new Set<string>();
  for (const bytes of trace) {
    const packet = parseIpv4Packet(bytes);
    if (packet?.protocol !== 6) continue;
    const segment = parseTcpSegment(packet.payload);
    if (segment === null) continue;
    const flags = segment.flags.split(",");
    if (flags.includes("RST")) return isOpen ? "reset" : "refused";
    if (flags.includes("SYN") && flags.includes("ACK")) isOpen = true;
    if (flags.includes("FIN")) {
      finished.add(`${packet.source} ${segment.sourcePort}`);
    }
  }
  if (finished.size === 2) return "closed";
  return isOpen ? "open" : "timed-out";
  // End of part 5.
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
  // In the exercise, part 6:
  //   return todo("part 6: read a length, then a packet, until the end", conn);
  try {
    const trace: Uint8Array[] = [];
    const length = new Uint8Array(2);
    while (await fill(conn, length)) {
      const packet = new Uint8Array(length[0] * 256 + length[1]);
      if (!await fill(conn, packet)) {
        throw new Deno.errors.UnexpectedEof(
          `Cannot read a packet of ${packet.length} bytes: the stream ended before it`,
        );
      }
      trace.push(packet);
    }
    return trace;
  } finally {
    conn.close();
  }
  // End of part 6.
}

// In the exercise, part 6:
//   // receiveTrace may use a helper. Write it here.
/**
 * Fills an array from a connection.
 *
 * @returns Whether it is full, as an empty one is at once; `false` at end of
 * stream before its first byte.
 * @throws {Error} If the stream ends in between.
 */
async function fill(conn: Deno.Conn, bytes: Uint8Array): Promise<boolean> {
  for (let got = 0; got < bytes.length;) {
    const n = await conn.read(bytes.subarray(got));
    if (n === null) {
      if (got === 0) return false;
      throw new Deno.errors.UnexpectedEof(
        `Cannot read ${bytes.length} bytes: the stream ended after ${got}`,
      );
    }
    got += n;
  }
  return true;
}
// End of part 6.
