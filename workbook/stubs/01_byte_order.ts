import type { Endpoint } from "../../workbook/endpoint.ts";
import { todo } from "../../workbook/todo.ts";

/** The order in which a machine keeps the bytes of a number in memory. */
export type ByteOrder = "little-endian" | "big-endian";

/**
 * A message header of 7 bytes, each number in network order (big-endian):
 * byte 0 is `type`, bytes 1 and 2 are `length`, bytes 3 to 6 are `id`.
 */
export interface Header {
  /** u8: 0 to 255. */
  type: number;
  /** u16: 0 to 65535. */
  length: number;
  /** u32: 0 to 4294967295. */
  id: number;
}

/** The byte order of this machine, found out by the program, not assumed. */
export function hostByteOrder(): ByteOrder {
  return todo("look at the bytes of a number in memory");
}

/**
 * Converts a 16-bit number, such as a port, from host to network order, as
 * htons(3) does on a host of order `host` (not always this machine). The
 * result is the number that such a host sees when its memory holds `value` in
 * network order. It is never negative.
 *
 * @throws {RangeError} If `value` is not an integer from 0 to 65535, whatever
 * the host order. The message holds the value in decimal and the limit, as a
 * number or as a width such as "16-bit".
 */
export function htons(value: number, host: ByteOrder): number {
  return todo(
    `put the two bytes of ${value} in network order for a ${host} host`,
  );
}

/**
 * As {@linkcode htons}, for a 32-bit number such as an IPv4 address: an integer
 * from 0 to 4294967295.
 */
export function htonl(value: number, host: ByteOrder): number {
  return todo(
    `put the four bytes of ${value} in network order for a ${host} host`,
  );
}

/** The inverse of {@linkcode htons}, with the same refusals. */
export function ntohs(value: number, host: ByteOrder): number {
  return todo(`turn the two bytes of ${value} back for a ${host} host`);
}

/** The inverse of {@linkcode htonl}, with the same refusals. */
export function ntohl(value: number, host: ByteOrder): number {
  return todo(`turn the four bytes of ${value} back for a ${host} host`);
}

/**
 * The 7 bytes of a header, in a new array for each call. The header, whose
 * fields may stand in any order, is not changed.
 *
 * @throws {RangeError} If a field is not an integer of its width. The message
 * holds the value in decimal and the limit.
 */
export function encodeHeader(header: Header): Uint8Array {
  return todo(`write the fields ${Object.keys(header)} one after the other`);
}

/**
 * Sends one header and leaves the connection open. Resolves when all 7 bytes
 * are written; one `conn.write()` may take fewer.
 *
 * @throws {RangeError} As {@linkcode encodeHeader}, before anything is sent.
 * An error of the connection is passed on.
 */
export function sendHeader(conn: Deno.Conn, header: Header): Promise<void> {
  return todo(`write all bytes of ${header} to ${conn}`);
}

/**
 * Receives one header, however long that takes. It may arrive one byte at a
 * time. A second one may arrive together with it: the next call on this
 * connection returns that one. A connection is read by this function only.
 *
 * @returns The header; `null` at end of stream before its first byte.
 * @throws {Error} If the stream ends inside the header. An error of the
 * connection is passed on.
 */
export function receiveHeader(conn: Deno.Conn): Promise<Header | null> {
  return todo(`read 7 bytes from ${conn}, and decode them`);
}

/**
 * Connects to `server`, sends `header` once, receives one header, however long
 * that takes, and closes the connection, whatever happened.
 *
 * @returns The reply; `null` if the server ends the stream without one.
 * @throws {RangeError} As {@linkcode encodeHeader}. Errors of connecting,
 * sending and receiving are passed on.
 */
export function exchangeHeader(
  server: Endpoint,
  header: Header,
): Promise<Header | null> {
  return todo(`exchange ${header} for a reply of ${server}`);
}

/**
 * Reads an address as Linux prints it in `/proc/net/tcp`. On a little-endian
 * machine `0100007F:265D` is 127.0.0.1, port 9821.
 *
 * @param text Eight upper-case hexadecimal digits, a colon, four digits.
 * @param host The byte order of the machine that printed it.
 */
export function decodeTableAddress(text: string, host: ByteOrder): Endpoint {
  return todo(`turn ${text} of a ${host} machine into address and port`);
}
