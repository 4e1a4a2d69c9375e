import type { Endpoint } from "../../workbook/endpoint.ts";
import { todo } from "../../workbook/todo.ts";

/** The order in which a machine keeps the bytes of a number in memory. */
export type ByteOrder = "little-endian" | "big-endian";

/**
 * The 4 bytes of an IPv4 address, by the rules of inet_pton(3): exactly four
 * decimal numbers from 0 to 255 with a dot between them, no leading zero, and
 * nothing else in the text: no space, no sign, no line feed.
 *
 * @returns The address in network order, in a new array for each call; `null`
 * if the text is anything else.
 */
export function parseIpv4(text: string): Uint8Array | null {
  return todo(`read the four numbers of ${text}`);
}

/**
 * The 16 bytes of an IPv6 address, by the rules of inet_pton(3): eight groups
 * of 1 to 4 hexadecimal digits in either case, with a colon between them.
 * - `::` may stand once, anywhere, for at least one group of zeros.
 * - The last two groups may be written as an IPv4 address: `::ffff:127.0.0.1`.
 * - Nothing else: no zone (`%lo`), no brackets, no prefix length, no space.
 *
 * @returns The address in network order, in a new array for each call; `null`
 * if the text is anything else.
 */
export function parseIpv6(text: string): Uint8Array | null {
  return todo(`read the groups of ${text}`);
}

/**
 * The text of an IPv6 address as RFC 5952 wants it: lower case, no leading
 * zeros in a group; `::` for the longest run of zero groups, for the first of
 * two equal runs, and never for a single group. An IPv4-mapped address, and no
 * other, ends with its IPv4 address: `::ffff:127.0.0.1`.
 *
 * @param address 16 bytes, perhaps a part of a larger buffer; not changed.
 */
export function formatIpv6(address: Uint8Array): string {
  return todo(`write the ${address.length} bytes as groups`);
}

/**
 * The socket address structure of an endpoint, as a host of order `host` has
 * it in memory. 16 bytes for an IPv4 address: family 2 (2 bytes), port (2),
 * address (4), zeros (8). 28 bytes for an IPv6 one, also for an IPv4-mapped
 * one: family 10 (2 bytes), port (2), flow information 0 (4), address (16),
 * scope 0 (4). Only the family is in host order, the rest in network order.
 * The array is new for each call, and the endpoint is not changed.
 *
 * @throws {TypeError} If `hostname` is not a numeric address by the rules of
 * {@linkcode parseIpv4} or {@linkcode parseIpv6}. The message holds it.
 * @throws {RangeError} If the port is below 0 or above 65535. The message holds
 * the port and the limit.
 */
export function encodeSockaddr(
  endpoint: Endpoint,
  host: ByteOrder,
): Uint8Array {
  return todo(`lay out ${endpoint.hostname} for a ${host} host`);
}

/**
 * The endpoint that a socket address structure holds: its address and port.
 * The 8 unused bytes, flow information and scope do not count, whatever is in
 * them.
 *
 * @param bytes The structure, perhaps a part of a larger buffer; not changed.
 * Bytes behind the structure do not count.
 * @param host The byte order of the host whose memory it comes from.
 * @returns `null` if the family, read in the `host` order, is neither 2 nor
 * 10, or if bytes of the structure are missing.
 */
export function decodeSockaddr(
  bytes: Uint8Array,
  host: ByteOrder,
): Endpoint | null {
  return todo(`read ${bytes.length} bytes of a ${host} host`);
}

/**
 * Whether two endpoints have the same port and the same address, however the
 * address is spelled. An IPv4-mapped IPv6 address equals its IPv4 address.
 * Both host names are numeric addresses. Neither endpoint is changed; fields
 * other than `hostname` and `port` do not count.
 */
export function sameEndpoint(a: Endpoint, b: Endpoint): boolean {
  return todo(`compare ${a.hostname} with ${b.hostname}`);
}

/**
 * Starts a server on 127.0.0.1, on a port that the kernel chooses, and returns
 * at once; it listens already. It sends each client the client's own socket
 * address structure, as a little-endian host has it, and closes that
 * connection. It serves any number of clients; one that resets its connection,
 * even before `accept()` returns it, disturbs no other.
 *
 * @returns `addr`: where it listens. `stop()`: ends a pending accept, closes
 * what is open, frees the port, and resolves when all that is done. It does
 * not wait for clients to leave, and never rejects. It may be called twice; the
 * second call, too, resolves when all is done.
 */
export function startWhoAmI(): { addr: Deno.NetAddr; stop(): Promise<void> } {
  return todo("listen, and tell each client its own address");
}

/**
 * Asks a server of that kind, over IPv4 or IPv6, and closes the connection in
 * every case. The answer may take any time, and may come in pieces. It may be
 * a structure of either family: an IPv6 socket that serves IPv4 clients, too,
 * sends 28 bytes to both.
 *
 * @returns The endpoint in the answer; `null` if the server closes before a
 * whole structure has come.
 */
export function askWhoAmI(server: Endpoint): Promise<Endpoint | null> {
  return todo(`connect to ${server.hostname}, read one structure, close`);
}
