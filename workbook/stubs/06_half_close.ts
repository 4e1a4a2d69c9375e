import type { Endpoint } from "../../workbook/endpoint.ts";
import { todo } from "../../workbook/todo.ts";

/**
 * Reads UTF-8 text until the peer ends its direction, then answers with the
 * whole text in upper case, then closes the connection.
 *
 * - The text has any length: no bytes, or many megabytes. It comes in chunks
 *   of any size, and a character may be split over two of them.
 * - Nothing is written before end of stream (`read` gives `null`). The peer may
 *   be silent for as long as it likes before that.
 * - Upper case is that of `toUpperCase()`: `"straße"` becomes `"STRASSE"`.
 * - The answer is written completely. The peer may read it late.
 * - An empty text gets an empty answer: end of stream, and nothing before it.
 *
 * @param conn A connection that is already made. It is closed when the promise
 * settles, whatever happened.
 * @returns Resolves when all is written and `conn` is closed. After a reset it
 * may resolve or reject.
 */
export function answerAfterEof(conn: Deno.Conn): Promise<void> {
  return todo(`read ${conn.localAddr.transport} to its end, answer, close`);
}

/**
 * Connects to a server, sends the whole request, half-closes, reads the whole
 * reply up to end of stream, and closes.
 *
 * - FIN follows the last byte of the request. An empty request is a FIN alone.
 * - It works with a server that answers only after end of stream, and with one
 *   that echoes while it reads: 16 MB in each direction.
 * - The reply may end before the request has been sent. The rest is sent all
 *   the same.
 * - The server may think as long as it likes before it answers.
 *
 * @param server Where to connect: a numeric IPv4 or IPv6 address and a port.
 * @param request The bytes to send, as many as there are; they are not changed.
 * @returns All bytes of the reply; an array of length 0 if there are none.
 * Settles when the connection is closed. After a reset it may resolve or
 * reject. Nothing is left open.
 */
export function exchange(
  server: Endpoint,
  request: Uint8Array,
): Promise<Uint8Array> {
  return todo(
    `send ${request.length} bytes to port ${server.port}, half-close`,
  );
}

/**
 * Connects two connections to each other, as a proxy does: what `a` sends goes
 * to `b`, and what `b` sends goes to `a`, both at the same time.
 *
 * - Any amount of bytes, at any speed, whoever speaks first. A side may be
 *   silent for as long as it likes, also after the other side has ended.
 * - When one side ends its direction, the other side sees end of stream after
 *   the last byte. The opposite direction goes on until it ends too.
 * - A reset, or a side that is gone, ends the relay: nothing stays open.
 *
 * @param a A connection to one peer.
 * @param b A connection to another peer.
 * @returns Resolves when both directions have ended; then both connections are
 * closed. After a reset it may resolve or reject, with both closed.
 */
export function relay(a: Deno.Conn, b: Deno.Conn): Promise<void> {
  return todo(`carry ${a.localAddr.transport} to ${b.localAddr.transport}`);
}
