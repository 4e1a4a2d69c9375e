// Right: writes 100 bytes at a time, so that a hundred thousand pieces wait in the queues.
import type { Endpoint } from "../../../../workbook/endpoint.ts";

const CHUNK = 65536;

/** Writes all of `data`: one `write` may take only a part. */
async function writeAll(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  for (let sent = 0; sent < data.length;) {
    sent += await conn.write(data.subarray(sent, sent + 100));
  }
}

/** Reads until the peer has ended its direction. */
async function readAll(conn: Deno.Conn): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const buffer = new Uint8Array(CHUNK);
  let length = 0;
  // Not `conn.readable`: at end of stream it closes both directions.
  for (let n = await conn.read(buffer); n !== null;) {
    // A copy, because the next read overwrites the buffer.
    chunks.push(buffer.slice(0, n));
    length += n;
    n = await conn.read(buffer);
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

/**
 * Reads UTF-8 text until the peer half-closes, answers with the text in upper
 * case, and closes the connection.
 *
 * @param conn A connection; it is closed on every path.
 * @throws {Error} If the connection is reset.
 */
export async function answerAfterEof(conn: Deno.Conn): Promise<void> {
  try {
    // Decoded as a whole: a character may have come in two chunks.
    const text = new TextDecoder().decode(await readAll(conn));
    await writeAll(conn, new TextEncoder().encode(text.toUpperCase()));
  } finally {
    conn.close();
  }
}

/** Sends all, then FIN. No write may be pending when the direction is ended. */
async function sendToEnd(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  await writeAll(conn, data);
  await conn.closeWrite();
}

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
  try {
    // Both at once. A server that echoes stops reading when its echo is not
    // read: sending first and reading afterwards would wait for ever.
    const [reply] = await Promise.all([
      readAll(conn),
      sendToEnd(conn, request),
    ]);
    return reply;
  } finally {
    conn.close();
  }
}

/** Carries one direction to its end, and passes the end on. */
async function carry(from: Deno.Conn, to: Deno.Conn): Promise<void> {
  const buffer = new Uint8Array(CHUNK);
  for (let n = await from.read(buffer); n !== null;) {
    await writeAll(to, buffer.subarray(0, n));
    n = await from.read(buffer);
  }
  await to.closeWrite();
}

/**
 * Connects two connections to each other, as a proxy does.
 *
 * @param a One connection.
 * @param b The other; both are closed at the end.
 * @throws {Error} If either is reset.
 */
export async function relay(a: Deno.Conn, b: Deno.Conn): Promise<void> {
  try {
    // The first failure ends both: closing wakes the other direction's read.
    await Promise.all([carry(a, b), carry(b, a)]);
  } finally {
    a.close();
    b.close();
  }
}
