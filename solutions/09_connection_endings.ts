/** Bytes taken by one `read`; what comes is only counted, so any size works. */
const CHUNK = 65536;

/** How a stream ended: the peer's FIN, a reset, or this side's own `close()`. */
export type End = "fin" | "reset" | "local";

/** What a failure means. */
export type Failure =
  | "refused"
  | "reset"
  | "broken-pipe"
  | "local"
  | "timed-out"
  | "other";

// Part 1. drain: read to the end of the stream and count the bytes of this call.
// null is the end: "fin". Close nothing, so that the caller can still write.

/**
 * Reads until the stream ends, however it ends, and closes nothing.
 *
 * @param conn A connection; after `"fin"` the caller can still write to it.
 * @returns How many bytes this call read, and how the stream ended.
 * @throws {Error} If reading fails for another reason.
 */
export async function drain(
  conn: Deno.Conn,
): Promise<{ bytes: number; end: End }> {
  // In the exercise, part 1: return await todo("part 1: read until null, count", conn, CHUNK);
  const buffer = new Uint8Array(CHUNK);
  let bytes = 0;
  try {
    for (let n = await conn.read(buffer); n !== null;) {
      bytes += n;
      n = await conn.read(buffer);
    }
    return { bytes, end: "fin" };
  } catch (error) {
    const end = classifyFailure(error);
    if (end === "reset" || end === "local") return { bytes, end };
    throw error;
  }
  // End of part 1.
}

// Part 2. classifyFailure: say what a failure means, by its `name` or its
// `code`, never by its message. The names are Deno's, the codes those of C:
// step 3 of the text has both. Everything else is "other": null, a text, an
// error whose name and code are both not there. EINTR is not there.

/** The meaning of each name and code. A Map: an object would also know "constructor". */
const MEANINGS = new Map<unknown, Failure>([
  ["ConnectionRefused", "refused"],
  ["ECONNREFUSED", "refused"],
  // In the exercise, part 2: // Part 2: the other names and codes belong here.
  ["ConnectionReset", "reset"],
  ["ECONNRESET", "reset"],
  ["BrokenPipe", "broken-pipe"],
  ["EPIPE", "broken-pipe"],
  ["Interrupted", "local"],
  ["BadResource", "local"],
  ["AbortError", "local"],
  ["TimedOut", "timed-out"],
  ["ETIMEDOUT", "timed-out"],
  ["TimeoutError", "timed-out"],
  // End of part 2.
]);

/**
 * Says what a failure of a socket means.
 *
 * @param error What was thrown: an error of Deno, of a library, or anything else.
 */
export function classifyFailure(error: unknown): Failure {
  // In the exercise, part 2: return todo("part 2: look at name and code", error, MEANINGS);
  if (!(error instanceof Error)) return "other";
  const { name, code } = error as Error & { code?: unknown };
  return MEANINGS.get(name) ?? MEANINGS.get(code) ?? "other";
  // End of part 2.
}

// Part 3. drain again: a read that fails is an end, too. "reset": the peer broke
// the connection off. "local": this side closed it, before or during the call.
// `bytes` still counts what came before. No hole of its own: change part 1.

/** Closes a connection that may be closed already. */
function closeOnce(conn: Deno.Conn): void {
  try {
    conn.close();
  } catch (error) {
    if (classifyFailure(error) !== "local") throw error;
  }
}

// Part 4. guard: make of a handler one that always closes its connection, within
// 500 ms of the handler's end, and never rejects. The handler may fulfil, reject
// or throw at once, and may have closed the connection already. closeOnce is given.

/**
 * Makes a handler safe: its connection is closed however it ends.
 *
 * @param handle Serves one connection.
 * @returns A handler that does the same, always closes, and never rejects.
 */
export function guard(
  handle: (conn: Deno.Conn) => Promise<void>,
): (conn: Deno.Conn) => Promise<void> {
  // In the exercise, part 4: return (conn) => todo("part 4: handle, then close", conn, handle, closeOnce);
  return async (conn) => {
    try {
      await handle(conn);
    } catch {
      // One client's failure is not the server's. A real server would log it.
    } finally {
      closeOnce(conn);
    }
  };
  // End of part 4.
}

// Part 5. closeGracefully: half-close, then discard what comes. "clean": the
// peer ended its direction. "forced": drainMs milliseconds have passed, counted
// once from the call, or the connection was reset or failed otherwise. It never
// rejects. Afterwards the connection is closed, and no timer runs.

// Beyond. The peer has gone before the call; closeWrite() must wait for a write
// that is not finished; a peer sends megabytes; handlers reject with odd values.

/**
 * Ends a connection so that the peer can receive all that was sent.
 *
 * @param conn A connection; it is closed afterwards.
 * @param options.drainMs How long the peer has to end its direction, in
 * milliseconds, at least 1.
 * @returns `"clean"` if the peer ended its direction in time.
 */
export async function closeGracefully(
  conn: Deno.Conn,
  options: { drainMs: number },
): Promise<"clean" | "forced"> {
  // In the exercise, part 5: return await todo("part 5: half-close, drain, close in time", conn, options);
  // One timer for all. Closing wakes whatever waits, also a closeWrite() that
  // waits behind an unfinished write.
  const timer = setTimeout(() => closeOnce(conn), options.drainMs);
  try {
    await conn.closeWrite();
    const { end } = await drain(conn);
    return end === "fin" ? "clean" : "forced";
  } catch {
    return "forced";
  } finally {
    clearTimeout(timer);
    closeOnce(conn);
  }
  // End of part 5.
}
