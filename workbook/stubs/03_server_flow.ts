import { todo } from "../../workbook/todo.ts";

/** A running server. */
export interface Server {
  /** Where it listens: 127.0.0.1 and the port that the kernel gave. */
  readonly addr: Deno.NetAddr;
  /**
   * Pending while the server runs. Resolves when all is done: the listener and
   * every connection are closed, and nothing more is read, written or logged.
   * It never rejects.
   */
  readonly finished: Promise<void>;
  /**
   * Stops the server: closes the listener, which ends a pending `accept()` and
   * frees the port, and closes every connection that is open, also one that
   * `accept()` returns just now. It does not wait for clients to leave. May be
   * called twice, never rejects, and resolves no earlier than `finished`.
   */
  stop(): Promise<void>;
}

/**
 * Starts a server and returns at once; it listens already. It serves any
 * number of clients at the same time. What one client does (silence, leaving,
 * a reset, also while it waits for `accept()`, not reading its answers)
 * disturbs no other client.
 *
 * For each connection:
 * - What one `read()` into a buffer of 64 bytes or more returns is a chunk.
 *   Each chunk is logged as `Server recv: <text>` and answered with the 5 bytes
 *   `OK!!!`, all of them; nothing else is ever sent.
 * - A chunk that is exactly the 4 bytes `exit` is logged and answered too; then
 *   the server closes this connection, whatever came before. `exit` inside a
 *   longer chunk, or put together from two chunks, is ordinary text.
 * - At end of stream the server logs `Client quit!!!` once and closes this
 *   connection. What came before the end is answered first: a client that has
 *   ended its sending direction still receives.
 * - `<text>` is the chunk as UTF-8, neither trimmed nor cut. A character whose
 *   bytes are split over two chunks may show as U+FFFD, or wait for its other
 *   bytes within this connection. Bytes that are not UTF-8 are logged somehow,
 *   and answered.
 *
 * After `exit`, a reset or `stop()` the quit line is allowed, not required.
 * There is no time limit: a silent client stays connected.
 *
 * @param options.port Port to listen on, on 127.0.0.1. 0, the default, lets
 * the kernel choose a free one.
 * @param options.log Called with each line, without a line feed. By default
 * nothing is logged.
 * @returns The running server.
 * @throws {Deno.errors.AddrInUse} If somebody listens on that port already.
 */
export function startServer(
  options: { port?: number; log?: (line: string) => void } = {},
): Server {
  return todo(
    `listen on port ${options.port ?? 0}, accept, read, answer, close`,
  );
}
