import type { Endpoint } from "../../workbook/endpoint.ts";
import { todo } from "../../workbook/todo.ts";

// Part 1. writeAll: resolve when the kernel has taken every byte of data, in
// order, however small a part each write() takes and however long it waits. An
// error of the connection passes through as Deno throws it. Nothing is closed,
// and data is not changed.

/**
 * Writes all of `data`.
 *
 * @param conn A connection; it stays open.
 * @param data Any number of bytes, also none.
 * @throws {Error} Deno's own error, if the connection fails.
 */
export async function writeAll(
  conn: Deno.Conn,
  data: Uint8Array,
): Promise<void> {
  await todo("part 1: write until all is taken", conn, data);
}

/** Bytes of one write in measureWindow; any size works. */
const CHUNK = 65536;
/** A write that waits so long meets full queues, in milliseconds. */
const STILL_MS = 200;

/** What `work` gives, or `undefined` if it takes longer than `ms` milliseconds. */
async function within<T>(work: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  return await Promise.race([work, late]).finally(() => clearTimeout(timer));
}

// Part 2. measureWindow: connect, and write until no more bytes are taken for a
// while: the peer does not read. Resolve, within 3 seconds, with the exact number
// of bytes that were taken: so many can the peer read later. The connection is
// closed on every path. If nobody listens, pass the error on.

/**
 * Counts the bytes that the kernels take for a peer that does not read.
 *
 * @param server Where to connect, over IPv4 or IPv6.
 * @returns The number of bytes that the peer can read afterwards.
 * @throws {Error} If there is no connection.
 */
export async function measureWindow(server: Endpoint): Promise<number> {
  const conn = await Deno.connect({
    hostname: server.hostname,
    port: server.port,
  });
  return await todo(
    "part 2: write until a write waits too long, close, count",
    conn,
    CHUNK,
    STILL_MS,
    within,
  );
}

// Part 3. pump: send what source gives, in order; resolve with the number of
// bytes. Ask for a chunk only while fewer than maxQueuedBytes are pulled and not
// yet taken by the kernel. RangeError unless maxQueuedBytes is an integer of at
// least 1. A chunk never waits for the next one. An error of the source passes
// through. conn stays open.

/**
 * Sends chunks as fast as the peer reads, and asks for no more than that.
 *
 * @param source Chunks of any size, also empty ones.
 * @param conn A connection; it stays open.
 * @param options.maxQueuedBytes With so many bytes pulled and not yet taken by
 * the kernel, nothing more is asked for.
 * @returns How many bytes were sent.
 * @throws {RangeError} If `maxQueuedBytes` is not an integer of at least 1; the message names the value.
 * @throws {Error} If the connection fails, or the source: then all that it gave
 * before is sent.
 */
export async function pump(
  source: AsyncIterable<Uint8Array>,
  conn: Deno.Conn,
  options: { maxQueuedBytes: number },
): Promise<number> {
  const { maxQueuedBytes } = options;
  return await todo(
    "part 3: when may the next chunk be asked for?",
    source,
    conn,
    maxQueuedBytes,
  );
}

// Part 4. writeParts: send the bytes of all parts, in order, without a stall: no
// small write may wait for the acknowledgment of the one before. Empty parts send
// nothing; without any byte nothing is sent. The parts are not changed. Resolve
// when the kernel has taken every byte. conn stays open.

/** All parts in one array. */
function join(parts: Uint8Array[]): Uint8Array {
  return todo("part 4: one array of all parts", parts);
}

// Part 5. writeParts again: calls on one connection may overlap. Each is sent
// whole, in the order of the calls; no byte of one comes between the bytes of
// another. Another connection does not wait. No hole of its own: change what
// you wrote for part 4.

/** What each connection is sending: the next call comes behind it. */
const sending = new WeakMap<Deno.Conn, Promise<void>>();

// Beyond. When the connection fails, pump rejects and calls the source's
// return(), if it has one; all overlapping calls of writeParts settle;
// measureWindow leaves nothing open. A source may use the memory of a chunk
// again for the next one. Megabytes arrive whole. No hole of its own.

/**
 * Sends several parts as one.
 *
 * @param conn A connection; it stays open.
 * @param parts The parts, in order; any of them may be empty.
 * @throws {Error} Deno's own error, if the connection fails.
 */
export async function writeParts(
  conn: Deno.Conn,
  parts: Uint8Array[],
): Promise<void> {
  await todo("part 4: all parts, in one write", conn, parts, join, sending);
}
