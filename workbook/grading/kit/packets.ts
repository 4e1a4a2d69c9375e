/**
 * Packets of IPv4 with segments of TCP, byte by byte, and what they say: made
 * without the submission that reads them.
 *
 * @module
 */
import { concat } from "./incoming.ts";
import * as random from "./random.ts";

const NOTHING: Uint8Array = new Uint8Array();

/** What bytes of a check say: fields of a packet or of a segment, or a number. */
const said = new WeakMap<Uint8Array, unknown>();

/** Remembers what bytes say; the same bytes. */
export function saying<B extends Uint8Array>(due: unknown, bytes: B): B {
  said.set(bytes, due);
  return bytes;
}

/** What these bytes say, as {@linkcode saying} remembers it. */
export function saidBy(bytes: Uint8Array): unknown {
  return said.get(bytes);
}

/** A number of two bytes, in network order. */
export const u16 = (value: number): number[] => [value >>> 8, value & 255];

/** A number of four bytes, in network order. */
const u32 = (value: number) => [...u16(value >>> 16), ...u16(value & 0xffff)];

/** What a packet says, unless a check says otherwise. */
const PACKET = {
  source: "192.168.7.201",
  destination: "10.254.0.9",
  protocol: 6,
  ttl: 64,
};

/** Fields of an IPv4 packet, and what its header holds, also if that is not true. */
export type PacketParts = Partial<typeof PACKET> & {
  options?: Uint8Array;
  payload?: Uint8Array;
  version?: number;
  ihl?: number;
  totalLength?: number;
  /** Flags and fragment offset; without them it is a whole packet. */
  fragment?: number;
};

/** The bytes of an IPv4 packet, made without the submission. */
export function ipv4(parts: PacketParts = {}): Uint8Array {
  const { options = NOTHING, payload = NOTHING, version = 4, ...fields } =
    parts;
  const { ihl = 5 + options.length / 4, fragment, ...rest } = fields;
  const headerLength = 20 + options.length;
  const totalLength = headerLength + payload.length;
  const due = { ...PACKET, headerLength, totalLength, ...rest, payload };
  const service = random.integer(0, 255);
  const [high, low, bits] = random.bytes(4);
  const header = Uint8Array.of(
    version << 4 | ihl,
    service,
    ...u16(due.totalLength),
    high,
    low,
    // A later fragment would hold no header of TCP.
    ...u16(fragment ?? (bits & 0x40) << 8),
    due.ttl,
    due.protocol,
    // Checksums are not looked at.
    ...random.bytes(2),
    ...due.source.split(".").map(Number),
    ...due.destination.split(".").map(Number),
  );
  return saying(due, concat([header, options, payload]));
}

const FLAGS = ["FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"];

/** The names of set bits. */
export const flagsOf = (bits: number): string =>
  FLAGS.filter((_, i) => Math.floor(bits / 2 ** i) % 2 === 1).join(",");

/** The byte that holds these flags. */
const bitsOf = (flags: string) =>
  FLAGS.reduce((sum, flag, i) => flags.includes(flag) ? sum + 2 ** i : sum, 0);

/** What a segment says, unless a check says otherwise. */
export const SEGMENT = {
  sourcePort: 60870,
  destinationPort: 34895,
  seq: 0,
  ack: 0,
  headerLength: 20,
  flags: "ACK",
  window: 64,
  payload: NOTHING,
};

/** Fields of a TCP segment, and the words of its header, also if they are not true. */
export type SegmentParts = Partial<typeof SEGMENT> & {
  options?: Uint8Array;
  offset?: number;
};

/** The bytes of a TCP segment, made without the submission. */
export function tcp(parts: SegmentParts = {}): Uint8Array {
  const { options = NOTHING, ...fields } = parts;
  const { offset = 5 + options.length / 4, ...rest } = fields;
  const due = { ...SEGMENT, headerLength: 20 + options.length, ...rest };
  const header = Uint8Array.of(
    ...u16(due.sourcePort),
    ...u16(due.destinationPort),
    ...u32(due.seq),
    ...u32(due.ack),
    // The bits beside the offset are reserved.
    offset << 4 | random.integer(0, 15),
    bitsOf(due.flags),
    ...u16(due.window),
    ...random.bytes(4),
  );
  return saying(due, concat([header, options, due.payload]));
}
