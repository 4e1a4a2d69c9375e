import type {
  Ipv4Packet,
  TcpSegment,
} from "../../../../solutions/13_on_the_wire.ts";
export * from "../../../../solutions/13_on_the_wire.ts";

const number = (bytes: Uint8Array, at: number, count: number) =>
  bytes.slice(at, at + count).reduce((sum, byte) => sum * 256 + byte, 0);

export function internetChecksum(bytes: Uint8Array): number {
  let sum = 0n;
  bytes.forEach((byte, at) => sum += BigInt(byte) << (at % 2 ? 0n : 8n));
  while (sum >> 16n) sum = (sum & 0xffffn) + (sum >> 16n);
  return Number(sum ^ 0xffffn);
}

export function parseIpv4Packet(bytes: Uint8Array): Ipv4Packet | null {
  const [first] = bytes;
  if (bytes.length < 20 || first < 0x45 || first > 0x4f) return null;
  const headerLength = first % 16 * 4;
  const totalLength = number(bytes, 2, 2);
  if (totalLength < headerLength) return null;
  if (totalLength > bytes.length) return null;
  const address = (at: number) => Array.from(bytes.slice(at, at + 4)).join(".");
  return {
    source: address(12),
    destination: address(16),
    protocol: bytes[9],
    ttl: bytes[8],
    headerLength,
    totalLength,
    payload: bytes.slice(headerLength, totalLength),
  };
}

const FLAGS: Array<[name: string, mask: number]> = [
  ["FIN", 1],
  ["SYN", 2],
  ["RST", 4],
  ["PSH", 8],
  ["ACK", 16],
  ["URG", 32],
  ["ECE", 64],
  ["CWR", 128],
];

export function parseTcpSegment(bytes: Uint8Array): TcpSegment | null {
  const headerLength = Math.floor(bytes[12] / 16) * 4;
  // What is not there makes NaN, and no comparison with it holds.
  if (!(headerLength >= 20 && headerLength <= bytes.length)) return null;
  const names: string[] = [];
  for (const [name, mask] of FLAGS) if (bytes[13] & mask) names.push(name);
  return {
    sourcePort: number(bytes, 0, 2),
    destinationPort: number(bytes, 2, 2),
    seq: number(bytes, 4, 4),
    ack: number(bytes, 8, 4),
    headerLength,
    flags: names.join(),
    window: number(bytes, 14, 2),
    payload: bytes.slice(headerLength),
  };
}

export function nextAck({ seq, flags, payload }: TcpSegment): number {
  const counted = (flags.match(/SYN|FIN/g) ?? []).length;
  return (seq + payload.length + counted) >>> 0;
}
