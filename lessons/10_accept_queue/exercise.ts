import type { Endpoint } from "../../workbook/endpoint.ts";
import { todo } from "../../workbook/todo.ts";

/** What `acceptLoop` is given beside its listener. */
export interface AcceptOptions {
  /** How many handlers may run at the same time: an integer, 1 or more. */
  maxConcurrent: number;
  /** Serves one client. The loop closes the connection when it has settled. */
  handle: (conn: Deno.Conn) => Promise<void>;
  /** Its abort ends the loop. */
  signal: AbortSignal;
}

/** How long to wait after an accept that failed for lack of something, such as descriptors: the next one at once would fail, too. */
const RETRY_MS = 10;

/** Closes a socket, unless somebody has closed it already. */
function closeOnce(socket: { close(): void }): void {
  try {
    socket.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}

// Part 1. probeAcceptQueue: connect to the server, at most `limit` times, with
// connectWithin(), and count the connections that complete. `null` from it says
// that the queue is full. Close every connection. A connect that fails, refused
// for example, makes the promise reject; even then everything is closed.

/**
 * Finds out how many connections the kernel completes while nobody accepts.
 *
 * @param server The listener to probe.
 * @param options.limit The most connections to try.
 * @param options.waitMs How long each of them may take, in milliseconds; when
 * all have completed, there is nothing left to wait for.
 * @returns How many completed. All of them are closed.
 * @throws {Error} If a connect fails in another way than by taking too long.
 */
export async function probeAcceptQueue(
  server: Endpoint,
  options: { limit: number; waitMs: number },
): Promise<number> {
  const { limit, waitMs } = options;
  const opened: Deno.TcpConn[] = [];
  return await todo(
    "part 1: connect, count, close",
    { server, limit, waitMs, opened },
    connectWithin,
  );
}

// Part 2. A full queue answers nothing. Give each connect `waitMs` milliseconds,
// then it counts as not completed. What is given waits for as long as the kernel
// does: that is wrong. Give up the attempt itself, so that no connection
// completes later and stays open.

/**
 * Connects, or gives up after a time.
 *
 * @param waitMs How long the connect may take.
 * @returns The connection; `null` if it is not there in time.
 */
async function connectWithin(
  { hostname, port }: Endpoint,
  waitMs: number,
): Promise<Deno.TcpConn | null> {
  return await Deno.connect({ hostname, port });
}

// Part 3. acceptLoop: accept one connection after the other, and start serve()
// for each without awaiting it. serve() calls handle, and closes the connection
// when handle has settled: fulfilled, rejected, or thrown at once. The loop ends
// when its listener is closed; it resolves when all that runs has ended.

/** Serves one client to the end of its handler, however that ends, and closes the connection. It never rejects. */
async function serve(
  conn: Deno.Conn,
  handle: AcceptOptions["handle"],
): Promise<void> {
  await todo("part 3: call the handler, then close", conn, handle);
}

/** The next connection of the queue; `null` once the listener is closed. */
async function nextConn(
  listener: Deno.TcpListener,
): Promise<Deno.TcpConn | null> {
  return await todo("part 3: accept; what if the listener is closed", listener);
}

/**
 * Accepts connections, and runs a handler for each, a limited number at a time.
 * A client that comes when all slots are taken waits in the kernel's accept queue.
 *
 * @param listener The listener; an abort closes it.
 * @param options How many handlers, which, and until when.
 * @returns Resolves when the listener is closed and every handler has settled.
 * @throws {RangeError} If `maxConcurrent` is not an integer, 1 or more.
 */
export async function acceptLoop(
  listener: Deno.TcpListener,
  options: AcceptOptions,
): Promise<void> {
  const { maxConcurrent, handle, signal } = options;
  // Part 4. At most `maxConcurrent` handlers run. While all slots are taken, call
  // no accept(). A slot is free as soon as any handler has settled. Refuse a
  // maxConcurrent that is no integer or below 1: a RangeError names the value and
  // the limit. The slots have no hole: change what you wrote for part 3.
  if (maxConcurrent < 1) {
    todo("part 4: refuse this, and what is no integer", maxConcurrent);
  }
  const running = new Set<Promise<void>>();

  // Part 5. Abort closes the listener at once, even while all slots are taken.
  // The handlers that run finish undisturbed; then the loop resolves. A signal
  // that was aborted before the call counts, too. Abort may come when somebody
  // has closed the listener already, or when the loop is over.
  function stopListening(): void {
    todo("part 5: what ends a pending accept()");
  }
  signal.addEventListener("abort", stopListening);

  // Beyond. A failed accept() does not end the loop: after a reset in the queue
  // the next client comes at once, after any other failure try again in RETRY_MS.
  // Clients come in hundreds, leave early, or come just at the abort: nothing
  // stays open, and nobody else notices.
  try {
    const given = { handle, running, maxConcurrent, nextConn, serve };
    await todo("part 3: accept, start serve(), until there is no next", given);
  } finally {
    // The signal may live longer than the loop.
    signal.removeEventListener("abort", stopListening);
  }
}
