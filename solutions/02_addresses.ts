import type { Endpoint } from "../workbook/endpoint.ts";

export type ByteOrder = "little-endian" | "big-endian";

const AF_INET = 2;
const AF_INET6 = 10;

export function parseIpv4(text: string): Uint8Array | null {
  const parts = text.split(".");
  // A leading zero means octal to older functions, so it means nothing here.
  const isNumber = (part: string) =>
    /^(0|[1-9][0-9]{0,2})$/.test(part) && Number(part) <= 255;
  return parts.length === 4 && parts.every(isNumber)
    ? Uint8Array.from(parts, Number)
    : null;
}

/** The bytes of groups with single colons between them; an IPv4 address only where the address ends. */
function parseGroups(text: string, atEnd: boolean): number[] | null {
  if (text === "") return [];
  const bytes: number[] = [];
  const parts = text.split(":");
  for (const [i, part] of parts.entries()) {
    const ipv4 = atEnd && i === parts.length - 1 ? parseIpv4(part) : null;
    if (ipv4) bytes.push(...ipv4);
    else if (/^[0-9a-f]{1,4}$/i.test(part)) {
      const group = parseInt(part, 16);
      bytes.push(group >> 8, group & 0xff);
    } else return null;
  }
  return bytes;
}

export function parseIpv6(text: string): Uint8Array | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const isShort = halves.length === 2;
  const [left, right = []] = halves.map((half, i) =>
    parseGroups(half, i === halves.length - 1)
  );
  if (!left || !right) return null;
  const length = left.length + right.length;
  if (isShort ? length > 14 : length !== 16) return null;
  const address = new Uint8Array(16);
  address.set(left);
  address.set(right, 16 - right.length);
  return address;
}

/** Whether 16 bytes are `::ffff:a.b.c.d` (RFC 4291 section 2.5.5.2). */
function isIpv4Mapped(address: Uint8Array): boolean {
  return address.subarray(0, 10).every((byte) => byte === 0) &&
    address[10] === 0xff && address[11] === 0xff;
}

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

export function decodeSockaddr(
  bytes: Uint8Array,
  host: ByteOrder,
): Endpoint | null {
  if (bytes.length < 2) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const family = view.getUint16(0, host === "little-endian");
  if (family === AF_INET && bytes.length >= 16) {
    const hostname = bytes.subarray(4, 8).join(".");
    return { hostname, port: view.getUint16(2) };
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
