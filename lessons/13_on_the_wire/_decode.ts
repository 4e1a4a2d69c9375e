/** Captured packets as the demo shows them. */
import type { BytesEvent } from "../../workbook/demo/events.ts";
import { formatEndpoint } from "../../workbook/endpoint.ts";
import {
  type RecordedName,
  type RecordedPacket,
  recordedPackets,
  type Segment,
} from "../../workbook/tcp/mod.ts";

/** Names for stretches of bytes, in order. */
export type Fields = NonNullable<BytesEvent["fields"]>;

/** Fields of a header: names and lengths. */
export const fields = (...all: Array<[name: string, length: number]>): Fields =>
  all.map(([name, length]) => ({ name, length }));

/** What a demo says of one captured segment. */
export interface Captured {
  seconds: number;
  /** Whether the side sends that connected. */
  isClient: boolean;
  from: { hostname: string; port: number };
  flags: string;
  seq: number;
  ack: number;
  data: Uint8Array;
  header: Uint8Array;
  segment: Uint8Array;
}

const FLAGS = ["FIN", "SYN", "RST", "PSH", "ACK"];

/** Reads a captured packet; all of these carry TCP. */
function decode(
  { seconds, bytes }: RecordedPacket,
): Omit<Captured, "isClient"> {
  const header = bytes.subarray(0, (bytes[0] & 15) * 4);
  const segment = bytes.subarray(header.length);
  const view = new DataView(segment.buffer, segment.byteOffset);
  return {
    seconds,
    from: {
      hostname: bytes.subarray(12, 16).join("."),
      port: view.getUint16(0),
    },
    flags: FLAGS.filter((_, i) => segment[13] >> i & 1).join(","),
    seq: view.getUint32(4),
    ack: view.getUint32(8),
    data: segment.subarray((segment[12] >> 4) * 4),
    header,
    segment,
  };
}

/** The packets of a captured connection. */
export function captured(name: RecordedName): Captured[] {
  const packets = recordedPackets(name).map(decode);
  // The first one is a SYN: whoever sends it is the client.
  const client = formatEndpoint(packets[0].from);
  return packets.map((packet) => ({
    ...packet,
    isClient: formatEndpoint(packet.from) === client,
  }));
}

/**
 * Captured packets as arrows between client and server, with their times.
 *
 * @param packets Some of a connection, or all.
 * @param numbered Whether the arrows show sequence and acknowledgment numbers.
 */
export function arrows(packets: Captured[], numbered = false): Segment[] {
  return packets.map((packet): Segment => {
    const { isClient, flags, seq, ack, data, seconds } = packet;
    const time = `${seconds.toFixed(seconds < 1 ? 6 : 3)} s`;
    const label = [
      flags,
      ...data.length ? [`${data.length} bytes`] : [],
      ...numbered ? [`seq ${seq}`] : [],
      ...numbered && flags.includes("ACK") ? [`ack ${ack}`] : [],
    ].join(" ");
    return isClient
      ? { from: "client", label, client: time }
      : { from: "server", label, server: time };
  });
}

/** The sum of RFC 1071, not yet complemented. */
export function sum(...parts: Uint8Array[]): number {
  let total = 0;
  for (const bytes of parts) {
    for (let at = 0; at < bytes.length; at += 2) {
      total += bytes[at] * 256 + (bytes[at + 1] ?? 0);
    }
  }
  while (total > 0xffff) total = (total & 0xffff) + Math.floor(total / 65536);
  return total;
}
