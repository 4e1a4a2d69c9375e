import type { Endpoint } from "../../../../workbook/endpoint.ts";
import { parseIpv4, parseIpv6 } from "../../../../solutions/02_addresses.ts";

export * from "../../../../solutions/02_addresses.ts";

type ByteOrder = "little-endian" | "big-endian";

export function formatIpv6(address: Uint8Array): string {
  const groups = [];
  for (let i = 0; i < 16; i += 2) {
    groups.push(address[i] * 256 + address[i + 1]);
  }
  const text = groups.map((group) => group.toString(16)).join(":");
  if (/^(0:){5}ffff:/.test(text)) {
    const [a, b, c, d] = address.subarray(12);
    return `::ffff:${a}.${b}.${c}.${d}`;
  }
  const runs = [...text.matchAll(/(?<![^:])0(?::0)+(?![^:])/g)];
  const [longest] = runs.sort((a, b) => b[0].length - a[0].length);
  if (!longest) return text;
  const before = text.slice(0, longest.index).replace(/:$/, "");
  const after = text.slice(longest.index + longest[0].length);
  return `${before}::${after.replace(/^:/, "")}`;
}

const inOrder = (pair: number[], host: ByteOrder) =>
  host === "big-endian" ? pair : pair.toReversed();

export function encodeSockaddr(
  endpoint: Endpoint,
  host: ByteOrder,
): Uint8Array {
  const { hostname, port } = endpoint;
  if (!(port >= 0 && port < 65536 && port % 1 === 0)) {
    throw new RangeError(`Port ${port} does not fit into 16 bits`);
  }
  const portBytes = [port >> 8, port & 255];
  const ipv4 = parseIpv4(hostname);
  const zeros = (count: number) => new Array<number>(count).fill(0);
  if (ipv4) {
    const fields = [inOrder([0, 2], host), portBytes, [...ipv4], zeros(8)];
    return new Uint8Array(fields.flat());
  }
  const ipv6 = parseIpv6(hostname);
  if (!ipv6) throw new TypeError(`${hostname} is not a numeric address`);
  const fields = [
    inOrder([0, 10], host),
    portBytes,
    zeros(4),
    [...ipv6],
    zeros(4),
  ];
  return Uint8Array.from(fields.flat());
}

export function decodeSockaddr(
  bytes: Uint8Array,
  host: ByteOrder,
): Endpoint | null {
  const [high, low] = inOrder([bytes[0], bytes[1]], host);
  const port = (bytes[2] << 8) + bytes[3];
  if (high !== 0) return null;
  if (low === 2 && bytes.length > 15) {
    return { hostname: [...bytes.slice(4, 8)].join("."), port };
  }
  if (low !== 10 || bytes.length < 28) return null;
  return { hostname: formatIpv6(bytes.slice(8, 24)), port };
}

/** Every address as 16 bytes, as an AF_INET6 socket sees it. */
const wide = (hostname: string) =>
  parseIpv6(hostname) ?? parseIpv6(`::ffff:${hostname}`) ?? hostname;

export function sameEndpoint(a: Endpoint, b: Endpoint): boolean {
  return a.port === b.port &&
    String(wide(a.hostname)) === String(wide(b.hostname));
}
