import type { Endpoint } from "../workbook/endpoint.ts";

/** The order in which a machine keeps the bytes of a number in memory. */
export type ByteOrder = "little-endian" | "big-endian";

const AF_INET = 2;
const AF_INET6 = 10;

/**
 * The 4 bytes of an IPv4 address, by the rules of inet_pton(3).
 *
 * @returns The address in network order, in a new array for each call; `null`
 * for any other text.
 */
export function parseIpv4(text: string): Uint8Array | null {
  const parts = text.split(".");
  // Part 1. Exactly four decimal numbers from 0 to 255 with a dot between them,
  // no leading zero, and nothing else: no space, no sign. `parts` is what stands
  // between the dots.
  // In the exercise, part 1:
  //   return todo("part 1: refuse what is no address, or give its bytes", parts);
  // A leading zero means octal to older functions, so it means nothing here.
  const isNumber = (part: string) =>
    /^(0|[1-9][0-9]{0,2})$/.test(part) && Number(part) <= 255;
  return parts.length === 4 && parts.every(isNumber)
    ? Uint8Array.from(parts, Number)
    : null;
  // End of part 1.
}

/**
 * The 16 bytes of an IPv6 address, by the rules of inet_pton(3): eight groups,
 * or fewer with one `::`; the last two may be an IPv4 address. Nothing else: no
 * zone (`%lo`), no brackets, no prefix length, no space.
 *
 * @returns The address in network order, in a new array for each call; `null`
 * for any other text.
 */
export function parseIpv6(text: string): Uint8Array | null {
  // An IPv4 address at the end stands for two groups: write it as such.
  const tail = text.slice(text.lastIndexOf(":") + 1);
  const [a, b, c, d] = parseIpv4(tail) ?? [];
  if (a !== undefined) {
    const groups = [a << 8 | b, c << 8 | d].map((group) => group.toString(16));
    text = text.slice(0, -tail.length) + groups.join(":");
  }
  const halves = text.split("::").map((half) => half ? half.split(":") : []);
  // Part 2. `halves` are the groups left and right of `::`; without `::` there is
  // one half. Zeros go where groups are missing, at least one. Refuse what is not
  // eight groups of 1 to 4 hexadecimal digits. Give 16 bytes, the high byte of a
  // group first. Then formatIpv6(): write `::` for the run of zeros.
  // In the exercise, part 2:
  //   return todo("part 2: fill in the zeros, check, give 16 bytes", halves);
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
  // End of part 2.
}

/** Whether 16 bytes are `::ffff:a.b.c.d` (RFC 4291 section 2.5.5.2). */
function isIpv4Mapped(address: Uint8Array): boolean {
  return address.subarray(0, 10).every((byte) => byte === 0) &&
    address[10] === 0xff && address[11] === 0xff;
}

/**
 * The text of an IPv6 address (RFC 5952 section 4): lower case, no leading zeros
 * in a group, `::` for a run of zero groups. An IPv4-mapped address, and no
 * other, ends with its IPv4 address.
 *
 * @param address 16 bytes, perhaps a part of a larger buffer; not changed.
 */
export function formatIpv6(address: Uint8Array): string {
  if (isIpv4Mapped(address)) return `::ffff:${address.subarray(12).join(".")}`;
  const groups: string[] = [];
  for (let at = 0; at < 16; at += 2) {
    groups.push((address[at] << 8 | address[at + 1]).toString(16));
  }
  // Beyond. `::` stands for the longest run of zero groups, for the first of two
  // equal ones, and never for a single group.
  // In the exercise, part beyond:
  //   const start = groups.indexOf("0"); // The first run of zeros.
  //   let length = 0;
  //   while (groups[start + length] === "0") length++;
  //   if (length < 2) return groups.join(":");
  let start = 0;
  let length = 1; // A run of one group is written out.
  for (let from = 0; from < 8; from++) {
    let to = from;
    while (groups[to] === "0") to++;
    if (to - from > length) [start, length] = [from, to - from];
  }
  if (length === 1) return groups.join(":");
  // End of part beyond.
  // In the exercise, part 2:
  //   return todo("part 2: which groups stand before ::, which after?", start);
  const left = groups.slice(0, start).join(":");
  const right = groups.slice(start + length).join(":");
  return `${left}::${right}`;
  // End of part 2.
}

/**
 * The socket address structure of an endpoint, as a host of order `host` has it
 * in memory. The array is new for each call, and the endpoint is not changed.
 *
 * @throws {TypeError} If `hostname` is not a numeric address. The message holds it.
 * @throws {RangeError} If the port is not an integer from 0 to 65535. The message
 * holds the port and the limit.
 */
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
  // Part 3. `address` has 4 or 16 bytes. 16 bytes for IPv4: family 2 (2 bytes),
  // port (2), address (4), zeros (8). 28 bytes for IPv6: family 10 (2), port (2),
  // zeros (4), address (16), zeros (4). Only the family is in the order of `host`.
  // A port that is no integer from 0 to 65535 is a RangeError with port and limit.
  // In the exercise, part 3:
  //   return todo("part 3: 16 or 28 bytes, field by field", host, port);
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
  // End of part 3.
}

/**
 * The endpoint that a socket address structure holds.
 *
 * @param bytes The structure, perhaps a part of a larger buffer; not changed.
 * @param host The byte order of the host whose memory it comes from.
 * @returns `null` for another family, or if bytes of the structure are missing.
 */
export function decodeSockaddr(
  bytes: Uint8Array,
  host: ByteOrder,
): Endpoint | null {
  if (bytes.length < 2) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  // Part 4. The endpoint of a structure whose family, in the order of `host`, is 2
  // or 10; `null` for another family or when bytes are missing. Bytes behind the
  // structure do not count. Then canonical(): one text for each address, the same
  // for an IPv4-mapped address and its IPv4 address.
  // In the exercise, part 4:
  //   return todo("part 4: which family, and is all of it there?", view, host);
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
  // End of part 4.
}

/** One spelling for each address. A host name is left as it is. */
function canonical(hostname: string): string {
  const ipv6 = parseIpv6(hostname);
  // In the exercise, part 4:
  //   return todo("part 4: one text for each address", hostname, ipv6);
  if (!ipv6) return hostname;
  return isIpv4Mapped(ipv6) ? ipv6.subarray(12).join(".") : formatIpv6(ipv6);
  // End of part 4.
}

/**
 * Whether two endpoints have the same port and the same address, however it is
 * spelled. Other fields do not count.
 */
export function sameEndpoint(a: Endpoint, b: Endpoint): boolean {
  return a.port === b.port && canonical(a.hostname) === canonical(b.hostname);
}

/** Tells one client who it is. A reset ends this client only. */
async function tell(conn: Deno.TcpConn): Promise<void> {
  // Part 5. Send the structure of the client's own address, as a little-endian
  // host has it, then close. If the client is gone, end without an error. Then
  // askWhoAmI(): read into `buffer` until decodeSockaddr() gives an endpoint;
  // `null` if the stream ends before.
  // In the exercise, part 5:
  //   await todo("part 5: send the structure of the client, then close", conn);
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
  // End of part 5.
}

/**
 * Starts a server on 127.0.0.1, on a port that the kernel chooses, and returns at
 * once. It sends each client the client's own structure, and closes that
 * connection.
 *
 * @returns `addr`: where it listens. `stop()`: frees the port, and resolves when
 * everything is closed. It may be called twice, and never rejects.
 */
export function startWhoAmI(): { addr: Deno.NetAddr; stop(): Promise<void> } {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const telling = new Set<Promise<void>>();
  let stopped = false;
  async function acceptAll(): Promise<void> {
    // A client that resets in the accept queue must not end the loop: only the end
    // of the listener may.
    // In the exercise, part beyond:
    //   for await (const conn of listener) {
    while (!stopped) {
      // Rejects when stop() closes the listener, and also when a client has
      // reset its connection in the accept queue: only the first is the end.
      const conn = await listener.accept().catch(() => null);
      if (!conn) continue;
      // End of part beyond.
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

/**
 * Asks a server of that kind, over IPv4 or IPv6, and closes the connection in
 * every case. The answer may take any time, may come in pieces, and may be a
 * structure of either family.
 *
 * @returns The endpoint; `null` if the server closes before it is whole.
 * @throws {Error} If there is no connection: the error of `Deno.connect()`.
 */
export async function askWhoAmI(server: Endpoint): Promise<Endpoint | null> {
  using conn = await Deno.connect(server);
  const buffer = new Uint8Array(28);
  // In the exercise, part 5:
  //   return todo("part 5: read until the structure is whole", conn, buffer);
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
  // End of part 5.
}
