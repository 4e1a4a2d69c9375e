import { todo } from "../../workbook/todo.ts";

// Part 1. withDeadline settles as work does. If work is still pending after
// timeoutMs, it calls onTimeout once and rejects with TimedOut or TimeoutError,
// even when onTimeout itself ends the work. The message names the milliseconds. A
// later failure of work is silent. No timer is left.

/**
 * Waits for `work`, but not for ever.
 *
 * @param work What is waited for. It is not stopped: `onTimeout` may do that.
 * @param timeoutMs How long to wait, in milliseconds, from 1 to 2^31 - 1.
 * @param onTimeout Called once at the deadline, if `work` is pending then.
 * @returns What `work` gives.
 * @throws {Deno.errors.TimedOut} At the deadline. A failure of `work` before it passes through.
 */
export async function withDeadline<T>(
  work: Promise<T>,
  timeoutMs: number,
  onTimeout: () => void,
): Promise<T> {
  return await todo("part 1: work, or a timer", work, timeoutMs, onTimeout);
}

// Part 2. readWithin gives what one read of conn gives: a number of bytes in
// buffer, or null; a failure rejects. It gives "timed-out" when nothing came
// within timeoutMs. Then buffer is untouched, also later, and conn stays open.
// No timer is left. One call at a time.

// Part 3. readWithin again: what comes after "timed-out", bytes, end or failure,
// goes to the next call on that connection, into its buffer. If that is smaller,
// the rest goes to the calls after it. Two connections share nothing. No hole of
// its own: who has the read that still waits?

// What must outlive a call stands here.

/**
 * Reads from a connection, but does not wait for ever. One call at a time.
 *
 * @param conn The connection; it stays open. Only this function reads from it.
 * @param buffer Where the bytes go.
 * @param timeoutMs How long to wait, in milliseconds, from 1 to 2^31 - 1.
 * @returns How many bytes came, `null` at the end of the stream, `"timed-out"`
 * when nothing came: then what comes later goes to the next call.
 * @throws {Error} The error of the read, if it fails.
 */
export async function readWithin(
  conn: Deno.Conn,
  buffer: Uint8Array,
  timeoutMs: number,
): Promise<number | null | "timed-out"> {
  return await todo("part 2: a read, or a timer", conn, buffer, timeoutMs);
}

// Part 4. Only keepAlive reads and writes on conn. It writes a ping, any bytes,
// every everyMs. Bytes that arrive are life, nothing else is. dead resolves when
// deadAfterMs have passed since the start or the last bytes, at most everyMs +
// 200 ms later. conn stays open.

// Part 5. keepAlive again: a write() that waits delays nothing. dead resolves at
// once at the end of the stream or at a failure, and never rejects. After it, or
// after stop(), there is no ping and no timer; stop() may be called again, and
// leaves dead pending. No hole of its own.

// Beyond. Late bytes of many calls, several connections, a work that ends at the
// deadline, pings that fail, bytes without a pause. No hole of its own.

// What does a ping look like? Your own functions can stand here.

/**
 * Asks a peer for signs of life. What the peer sends is read and thrown away.
 *
 * @param conn The connection; it is never closed here.
 * @param options.everyMs Milliseconds from one ping to the next.
 * @param options.deadAfterMs Milliseconds without a byte after which the peer is taken for dead.
 * @returns `dead`, which resolves when the peer is taken for dead and never
 * rejects, and `stop`, which ends the pings and leaves `dead` pending. A read
 * still waits after it: close the connection.
 */
export function keepAlive(
  conn: Deno.Conn,
  options: { everyMs: number; deadAfterMs: number },
): { dead: Promise<void>; stop(): void } {
  return todo("part 4: ping, listen, count the time", conn, options);
}
