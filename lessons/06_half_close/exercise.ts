import type { Endpoint } from "../../workbook/endpoint.ts";
import { todo } from "../../workbook/todo.ts";

/** Bytes taken by one `read`; any size works, this one keeps the number of calls low. */
const CHUNK = 65536;

// Part 1. answerAfterEof: read UTF-8 text to the end of the stream, then answer
// with the whole text in upper case (toUpperCase), then close. Nothing is
// written before the end. An empty text gets an empty answer. The promise
// settles when conn is closed, whatever happened. Two helpers, writeAll and
// readAll, serve the other parts, too.

/** Writes all of `data`: one `write` may take only a part. */
async function writeAll(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  await todo("part 1: write until all is written", conn, data);
}

/** Reads until the peer has ended its direction. */
async function readAll(conn: Deno.Conn): Promise<Uint8Array> {
  return await todo("part 1: read until null", conn, CHUNK);
}

/**
 * Reads UTF-8 text until the peer half-closes, answers with the text in upper
 * case, and closes the connection.
 *
 * @param conn A connection; it is closed on every path.
 * @throws {Error} If the connection is reset.
 */
export async function answerAfterEof(conn: Deno.Conn): Promise<void> {
  await todo(
    "part 1: read all, answer in upper case, close on every path",
    conn,
    readAll,
    writeAll,
  );
}

// Part 2. exchange: connect, send the whole request, half-close, read the whole
// reply to the end of the stream, close. An empty request is a FIN alone; an
// empty reply is an array of length 0. The server may think as long as it
// likes. IPv4 and IPv6. The request is not changed.

/** Sends all, then FIN. No write may be pending when the direction is ended. */
async function sendToEnd(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  await todo("part 2: write all, then end this direction", conn, data);
}

// Part 3. exchange again: the server may echo while it reads, 16 MB each way,
// or answer first and read later. Reading and sending go on at the same time;
// the rest of the request is sent even when the reply has ended. No hole of its
// own: change what you wrote for part 2.

/**
 * Sends a request, half-closes, and collects the reply up to end of stream.
 *
 * @param server Where to connect, over IPv4 or IPv6.
 * @param request Any number of bytes, also none.
 * @returns The whole reply, without bytes if there was none.
 * @throws {Error} If there is no connection, or it is reset.
 */
export async function exchange(
  server: Endpoint,
  request: Uint8Array,
): Promise<Uint8Array> {
  const conn = await Deno.connect({
    hostname: server.hostname,
    port: server.port,
  });
  return await todo(
    "part 2: send the request to its end, read the reply, close",
    conn,
    request,
    sendToEnd,
  );
}

// Part 4. relay: what a sends goes to b, what b sends goes to a, both at once,
// whoever speaks first or is silent. When one ends its direction, half-close the
// other connection behind the last byte; the opposite direction continues.
// Resolve when both have ended and both connections are closed.

/** Carries one direction to its end, and passes the end on. */
async function carry(from: Deno.Conn, to: Deno.Conn): Promise<void> {
  await todo("part 4: carry until null, then what?", from, to);
}

// Beyond. Nothing stays open when a peer resets or goes away, before, during or
// after its own end; then each promise may resolve or reject. 12 to 16 MB arrive
// whole at a peer that reads late, and a slow reader stops only its own
// direction. No hole of its own: look at every path of the three functions.

/**
 * Connects two connections to each other, as a proxy does.
 *
 * @param a One connection.
 * @param b The other; both are closed at the end.
 * @throws {Error} If either is reset.
 */
export async function relay(a: Deno.Conn, b: Deno.Conn): Promise<void> {
  await todo("part 4: both directions, then close both", a, b, carry);
}
