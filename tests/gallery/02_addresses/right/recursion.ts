import type { ByteOrder } from "../../../../solutions/02_addresses.ts";
import type { Endpoint } from "../../../../workbook/endpoint.ts";

export function parseIpv4(text: string): Uint8Array | null {
  const [a, b, c, d, ...more] = text.split(".").map((part) =>
    String(Number.parseInt(part, 10)) === part ? Number(part) : NaN
  );
  const isByte = (n: number) => n >= 0 && n <= 255 && !Object.is(n, -0);
  return more.length === 0 && [a, b, c, d].every(isByte)
    ? new Uint8Array([a, b, c, d])
    : null;
}

function groupsOf(parts: string[]): number[] | null {
  if (parts.length === 0) return [];
  const [first, ...others] = parts;
  if (others.length === 0 && first.includes(".")) {
    const ipv4 = parseIpv4(first);
    return ipv4 && [ipv4[0] * 256 + ipv4[1], ipv4[2] * 256 + ipv4[3]];
  }
  if (first.length < 1 || first.length > 4 || /[^\da-f]/i.test(first)) {
    return null;
  }
  const rest = groupsOf(others);
  return rest && [Number(`0x${first}`), ...rest];
}

export function parseIpv6(text: string): Uint8Array | null {
  const at = text.indexOf("::");
  const side = (part: string) => groupsOf(part === "" ? [] : part.split(":"));
  const left = side(at < 0 ? text : text.slice(0, at));
  const right = at < 0 ? [] : side(text.slice(at + 2));
  if (!left || !right || (at >= 0 && text.slice(0, at).includes("."))) {
    return null;
  }
  const fill = (groups: number[]): number[] =>
    groups.length + right.length === 8
      ? [...groups, ...right]
      : fill([...groups, 0]);
  const count = left.length + right.length;
  if (at < 0 ? count !== 8 : count > 7) return null;
  const address = new Uint8Array(16);
  fill(left).forEach((group, i) =>
    address.set([group >> 8, group & 255], 2 * i)
  );
  return address;
}

export function formatIpv6(address: Uint8Array): string {
  const hex = Array.from(address, (b) => (b + 256).toString(16).slice(1)).join(
    "",
  );
  if (/^0{20}ffff/.test(hex)) {
    const [a, b, c, d] = [12, 13, 14, 15].map((i) => address[i]);
    return `::ffff:${a}.${b}.${c}.${d}`;
  }
  const marks = hex.replace(/.{4}/g, (g) => g === "0000" ? "z" : "n");
  const longest = (marks.match(/z+/g) ?? []).reduce(
    (best, run) => run.length > best.length ? run : best,
    "z",
  );
  const groups = hex.match(/.{4}/g)!.map((g) => g.replace(/^0{1,3}/, ""));
  if (longest.length < 2) return groups.join(":");
  const at = marks.indexOf(longest);
  const sides = [groups.slice(0, at), groups.slice(at + longest.length)];
  return sides.map((side) => side.join(":")).join("::");
}

export function encodeSockaddr(
  endpoint: Endpoint,
  host: ByteOrder,
): Uint8Array {
  const { hostname } = endpoint;
  const four = parseIpv4(hostname);
  const sixteen = four ? null : parseIpv6(hostname);
  if (!four && !sixteen) throw new TypeError("bad hostname: " + hostname);
  const [port] = Uint16Array.of(endpoint.port);
  if (port !== endpoint.port) {
    const wide = endpoint.port;
    throw new RangeError(`bad port: ${wide} (wanted 0 to 65,535)`);
  }
  const zeros = (n: number) => Array<number>(n).fill(0);
  const family = [0, four ? 2 : 10];
  return new Uint8Array([
    ...(host === "little-endian" ? family.toReversed() : family),
    Math.floor(port / 256),
    port % 256,
    ...(four
      ? [...four, ...zeros(8)]
      : [...zeros(4), ...sixteen!, ...zeros(4)]),
  ]);
}

export function decodeSockaddr(
  bytes: Uint8Array,
  host: ByteOrder,
): Endpoint | null {
  const [x, y] = host === "little-endian" ? [1, 0] : [0, 1];
  if (bytes[x] !== 0) return null;
  const port = bytes[2] << 8 | bytes[3];
  switch (bytes[y]) {
    case 2:
      return bytes.length < 16
        ? null
        : { hostname: `${bytes[4]}.${bytes[5]}.${bytes[6]}.${bytes[7]}`, port };
    case 10:
      return bytes.length < 28
        ? null
        : { hostname: formatIpv6(bytes.subarray(8, 24)), port };
    default:
      return null;
  }
}

export function sameEndpoint(a: Endpoint, b: Endpoint): boolean {
  const plain = ({ hostname, port }: Endpoint) => {
    const address = parseIpv6(hostname);
    const text = address ? formatIpv6(address) : hostname;
    const dotted = /^::ffff:(?<ipv4>\d+\.\d+\.\d+\.\d+)$/.exec(text);
    return JSON.stringify([dotted?.groups?.ipv4 ?? text, port]);
  };
  return plain(a) === plain(b);
}

export function startWhoAmI(): { addr: Deno.NetAddr; stop(): Promise<void> } {
  const server = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const jobs = new Map<Deno.TcpConn, Promise<void>>();
  let ended: Promise<void> | undefined;
  const job = async (conn: Deno.TcpConn) => {
    const bytes = encodeSockaddr(conn.remoteAddr, "little-endian");
    let from = 0;
    try {
      while (from < 16) from += await conn.write(bytes.subarray(from));
    } catch { /* gone */ }
    jobs.delete(conn);
    conn.close();
  };
  const accepting = (async function again(): Promise<void> {
    const conn = await server.accept().catch(() => undefined);
    if (conn) jobs.set(conn, job(conn));
    if (!ended) return again();
  })();
  const end = async () => {
    server.close();
    await accepting;
    while (jobs.size > 0) await Promise.all(jobs.values());
  };
  return { addr: server.addr, stop: () => ended ??= end() };
}

export async function askWhoAmI(server: Endpoint): Promise<Endpoint | null> {
  using conn = await Deno.connect({
    hostname: server.hostname,
    port: server.port,
  });
  const all = new Uint8Array(65536);
  let end = 0;
  for (
    let n: number | null = 0;
    n !== null && end < all.length;
    end += n ?? 0
  ) {
    n = await conn.read(all.subarray(end));
    const came = decodeSockaddr(all.slice(0, end + (n ?? 0)), "little-endian");
    if (came) return came;
  }
  return null;
}
