import type { Endpoint } from "../workbook/endpoint.ts";

/** The order in which a machine keeps the bytes of a number in memory. */
export type ByteOrder = "little-endian" | "big-endian";

const AF_INET = 2;
const AF_INET6 = 10;

/** The 4 bytes of an IPv4 address. */
export function parseIpv4(text: string): Uint8Array | null {
  const parts = text.split(".");
  // A leading zero means octal to older functions, so it means nothing here.
  const isNumber = (part: string) =>
    /^(0|[1-9][0-9]{0,2})$/.test(part) && Number(part) <= 255;
  return parts.length === 4 && parts.every(isNumber)
    ? Uint8Array.from(parts, Number)
    : null;
}

/** The 16 bytes of an IPv6 address. */
export function parseIpv6(text: string): Uint8Array | null {
  // An IPv4 address at the end stands for two groups: write it as such.
  const tail = text.slice(text.lastIndexOf(":") + 1);
  const [a, b, c, d] = parseIpv4(tail) ?? [];
  if (a !== undefined) {
    const groups = [a << 8 | b, c << 8 | d].map((group) => group.toString(16));
    text = text.slice(0, -tail.length) + groups.join(":");
  }
  const halves = text.split("::").map((half) => half ? half.split(":") : []);
  const [left, right = []] = halves;
  const missing = 8 - left.length - right.length;
  const isWhole = halves.length === 1 ? missing === 0 : missing > 0;
  if (halves.length > 2 || !isWhole) return null;
  const groups = [...left, ...new Array<string>(missing).fill("0"), ...right];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  const address = new Uint8Array(16);
  const view = new DataView(address.buffer);
  groups.forEach((group, i) => view.setUint16(2 * i, parseInt(group, 16)));
  return address;
}

/** Whether 16 bytes are `::ffff:a.b.c.d` (RFC 4291 section 2.5.5.2). */
function isIpv4Mapped(address: Uint8Array): boolean {
  return address.subarray(0, 10).every((byte) => byte === 0) &&
    address[10] === 0xff && address[11] === 0xff;
}

/** The text of an IPv6 address (RFC 5952 section 4). */
export function formatIpv6(address: Uint8Array): string {
  if (isIpv4Mapped(address)) return `::ffff:${address.subarray(12).join(".")}`;
  const groups: string[] = [];
  for (let at = 0; at < 16; at += 2) {
    groups.push((address[at] << 8 | address[at + 1]).toString(16));
  }
  let start = 0;
  let length = 1; // A run of one group is written out.
  for (let from = 0; from < 8; from++) {
    let to = from;
    while (groups[to] === "0") to++;
    if (to - from > length) [start, length] = [from, to - from];
  }
  if (length === 1) return groups.join(":");
  const left = groups.slice(0, start).join(":");
  const right = groups.slice(start + length).join(":");
  return `${left}::${right}`;
}

/** The structure of an endpoint. */
export function encodeSockaddr(
  { hostname, port }: Endpoint,
  host: ByteOrder,
): Uint8Array {
  const address = parseIpv4(hostname) ?? parseIpv6(hostname);
  if (!address) {
    throw new TypeError(
      `Cannot encode the host "${hostname}": it is not a numeric address, look the name up first`,
    );
  }
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new RangeError(
      `Cannot encode the port ${port}: it is an integer from 0 to 65535`,
    );
  }
  const isIpv4 = address.length === 4;
  const bytes = new Uint8Array(isIpv4 ? 16 : 28);
  const view = new DataView(bytes.buffer);
  // The kernel reads the family as a number of its own; the rest goes on the wire.
  view.setUint16(0, isIpv4 ? AF_INET : AF_INET6, host === "little-endian");
  view.setUint16(2, port);
  bytes.set(address, isIpv4 ? 4 : 8);
  return bytes;
}

/** The endpoint in a structure. */
export function decodeSockaddr(
  bytes: Uint8Array,
  host: ByteOrder,
): Endpoint | null {
  if (bytes.length < 2) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const family = view.getUint16(0, host === "little-endian");
  if (family === AF_INET && bytes.length >= 16) {
    return {
      hostname: bytes.subarray(4, 8).join("."),
      port: view.getUint16(2),
    };
  }
  if (family === AF_INET6 && bytes.length >= 28) {
    const hostname = formatIpv6(bytes.subarray(8, 24));
    return { hostname, port: view.getUint16(2) };
  }
  return null;
}

/** One spelling for each address. A host name is left as it is. */
function canonical(hostname: string): string {
  const ipv6 = parseIpv6(hostname);
  if (!ipv6) return hostname;
  return isIpv4Mapped(ipv6) ? ipv6.subarray(12).join(".") : formatIpv6(ipv6);
}

/** Whether two endpoints are the same, however they are spelled. */
export function sameEndpoint(a: Endpoint, b: Endpoint): boolean {
  return a.port === b.port && canonical(a.hostname) === canonical(b.hostname);
}

/** Tells one client who it is. A reset ends this client only. */
async function tell(conn: Deno.TcpConn): Promise<void> {
  try {
    const bytes = encodeSockaddr(conn.remoteAddr, "little-endian");
    for (let sent = 0; sent < bytes.length;) {
      sent += await conn.write(bytes.subarray(sent));
    }
  } catch {
    // The client is gone.
  } finally {
    conn.close();
  }
}

/** Starts a server that tells each client its own address. */
export function startWhoAmI(): { addr: Deno.NetAddr; stop(): Promise<void> } {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const telling = new Set<Promise<void>>();
  let stopped = false;
  async function acceptAll(): Promise<void> {
    while (!stopped) {
      // Rejects when stop() closes the listener, and also when a client has
      // reset its connection in the accept queue: only the first is the end.
      const conn = await listener.accept().catch(() => null);
      if (!conn) continue;
      const work = tell(conn).finally(() => telling.delete(work));
      telling.add(work);
    }
    // These end by themselves: 16 bytes always fit in a new send buffer.
    await Promise.all(telling);
  }
  const finished = acceptAll();
  return {
    addr: listener.addr,
    stop() {
      if (!stopped) listener.close();
      stopped = true;
      return finished;
    },
  };
}

/** Asks a server of that kind. */
export async function askWhoAmI(server: Endpoint): Promise<Endpoint | null> {
  using conn = await Deno.connect(server);
  const buffer = new Uint8Array(28);
  let length = 0;
  while (length < buffer.length) {
    const n = await conn.read(buffer.subarray(length));
    if (n === null) return null;
    length += n;
    const endpoint = decodeSockaddr(
      buffer.subarray(0, length),
      "little-endian",
    );
    if (endpoint) return endpoint;
  }
  return null;
}
