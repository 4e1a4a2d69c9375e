import type { Endpoint } from "../../../../workbook/endpoint.ts";
import type {
  Ipv4Packet,
  TcpSegment,
} from "../../../../solutions/13_on_the_wire.ts";

const cut = (bytes: Uint8Array) => {
  const hex = bytes.toHex();
  return (at: number, digits: number) =>
    parseInt(hex.substring(at, at + digits), 16);
};

export function parseIpv4Packet(bytes: Uint8Array): Ipv4Packet | null {
  const header = bytes.slice(0, 60);
  const field = cut(header);
  const headerLength = 4 * field(1, 1);
  const totalLength = field(4, 4);
  const isWhole = bytes.length >= 20 && field(0, 1) === 4 &&
    headerLength >= 20 && totalLength >= headerLength &&
    bytes.length >= totalLength;
  if (!isWhole) return null;
  const address = (at: number) =>
    [0, 2, 4, 6].map((more) => field(at + more, 2)).join(".");
  return {
    payload: bytes.slice(headerLength, totalLength),
    totalLength,
    headerLength,
    ttl: field(16, 2),
    protocol: field(18, 2),
    source: address(24),
    destination: address(32),
  };
}

export function parseTcpSegment(bytes: Uint8Array): TcpSegment | null {
  if (bytes.length < 20) return null;
  const field = cut(bytes.slice(0, 20));
  const headerLength = 4 * field(24, 1);
  if (headerLength < 20 || headerLength > bytes.length) return null;
  const bits = field(26, 2).toString(2).padStart(8, "0");
  const names = "CWR ECE URG ACK PSH RST SYN FIN".split(" ");
  return {
    sourcePort: field(0, 4),
    destinationPort: field(4, 4),
    seq: field(8, 8),
    ack: field(16, 8),
    headerLength,
    flags: names.filter((_, i) => bits[i] === "1").reverse().join(),
    window: field(28, 4),
    payload: bytes.slice(headerLength),
  };
}

export function nextAck({ seq, flags, payload }: TcpSegment): number {
  return (seq + payload.length + (flags.match(/SYN|FIN/g) ?? []).length) >>> 0;
}

export function internetChecksum(bytes: Uint8Array): number {
  let sum = 0;
  const pairs = (bytes.toHex() + "00").match(/.{4}/g) ?? [];
  for (const pair of pairs) sum += parseInt(pair, 16);
  // A sum modulo 65535 is one with its carry added; only no bytes give 0.
  return 65535 - (sum && ((sum - 1) % 65535 + 1));
}

export function diagnose(trace: Uint8Array[]) {
  const told = trace.map((bytes) => {
    const packet = parseIpv4Packet(bytes);
    const segment = packet?.protocol === 6 && parseTcpSegment(packet.payload);
    return segment
      ? `${packet.source}:${segment.sourcePort} ${segment.flags}`
      : "";
  }).join("\n");
  const reset = told.search(/RST/);
  const agreed = told.search(/SYN(,\w+)*,ACK/);
  if (reset >= 0) return agreed >= 0 && agreed < reset ? "reset" : "refused";
  const ends = told.matchAll(/^(\S+) .*FIN/gm);
  if (new Set(Array.from(ends, ([, end]) => end)).size > 1) return "closed";
  return agreed >= 0 ? "open" : "timed-out";
}

export async function receiveTrace(server: Endpoint): Promise<Uint8Array[]> {
  const conn = await Deno.connect({
    hostname: server.hostname,
    port: server.port,
  });
  const reader = conn.readable.getReader();
  const trace: Uint8Array[] = [];
  let kept = "";
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      kept += value.toHex();
      while (kept.length >= 4) {
        const end = 4 + 2 * parseInt(kept.slice(0, 4), 16);
        if (kept.length < end) break;
        trace.push(Uint8Array.fromHex(kept.slice(4, end)));
        kept = kept.slice(end);
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
  if (kept !== "") throw new Error(`Half a packet is left: ${kept}`);
  return trace;
}
