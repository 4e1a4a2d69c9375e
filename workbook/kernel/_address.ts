import { pattern } from "../pattern.ts";

/** The eight groups of an IPv6 address, longest run of zeros shortened (RFC 5952 section 4). */
function formatIpv6(bytes: Uint8Array): string {
  const groups = Array.from(
    { length: 8 },
    (_, i) => (bytes[2 * i] << 8 | bytes[2 * i + 1]).toString(16),
  );
  let start = 0;
  let length = 0;
  for (let from = 0; from < 8; from++) {
    let to = from;
    while (to < 8 && groups[to] === "0") to++;
    if (to - from > length) [start, length] = [from, to - from];
  }
  // A single zero group is written out (RFC 5952 section 4.2.2).
  if (length < 2) return groups.join(":");
  const before = groups.slice(0, start).join(":");
  const after = groups.slice(start + length).join(":");
  return `${before}::${after}`;
}

/** Whether 16 bytes are an IPv4-mapped address, `::ffff:a.b.c.d` (RFC 4291 section 2.5.5.2). */
function isIpv4Mapped(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 10).every((byte) => byte === 0) &&
    bytes[10] === 0xff && bytes[11] === 0xff;
}

/**
 * Writes an address of 4 or 16 bytes, in network order, as text. A connection
 * from an IPv4 client to a listener on `::` has one row in each table. Both
 * must name it alike, so an IPv4-mapped address is written as the IPv4 one.
 */
export function formatAddress(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join(".");
  return isIpv4Mapped(bytes) ? bytes.subarray(12).join(".") : formatIpv6(bytes);
}

/** An address that `netstat` wrote: without its zone, an IPv4-mapped one as the IPv4 address. */
export function plainAddress(text: string): string {
  return text.replace(pattern(/%.*$/), "").replace(
    pattern(/^::ffff:(?=\d+\.)/i),
    "",
  );
}
