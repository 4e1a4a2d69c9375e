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
  // In the exercise, part 1:
  //   return await todo("part 1: work, or a timer", work, timeoutMs, onTimeout);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      // First: onTimeout may make work fail, and the deadline is the reason.
      reject(new Deno.errors.TimedOut(`Not done within ${timeoutMs} ms`));
      onTimeout();
    }, timeoutMs);
  });
  try {
    // The race listens to both: what fails after its end is silent.
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
  // End of part 1.
}

// Part 2. readWithin gives what one read of conn gives: a number of bytes in
// buffer, or null; a failure rejects. It gives "timed-out" when nothing came
// within timeoutMs. Then buffer is untouched, also later, and conn stays open.
// No timer is left. One call at a time.

// Part 3. readWithin again: what comes after "timed-out", bytes, end or failure,
// goes to the next call on that connection, into its buffer. If that is smaller,
// the rest goes to the calls after it. Two connections share nothing. No hole of
// its own: who has the read that still waits?

// In the exercise, part 2:
//   // What must outlive a call stands here.
/** The read of each connection whose result no call has taken yet. */
const untaken = new WeakMap<Deno.Conn, Promise<Uint8Array | null>>();

/** Reads at most `length` bytes into memory of its own. */
async function readSome(
  conn: Deno.Conn,
  length: number,
): Promise<Uint8Array | null> {
  const bytes = new Uint8Array(length);
  const n = await conn.read(bytes);
  return n === null ? null : bytes.subarray(0, n);
}
// End of part 2.

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
  // In the exercise, part 2:
  //   return await todo("part 2: a read, or a timer", conn, buffer, timeoutMs);
  const reading = untaken.get(conn) ?? readSome(conn, buffer.length);
  untaken.delete(conn);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<"timed-out">((resolve) => {
    timer = setTimeout(resolve, timeoutMs, "timed-out");
  });
  try {
    const came = await Promise.race([reading, deadline]);
    if (came === "timed-out") {
      // The read waits on: the next call finds it.
      untaken.set(conn, reading);
      return came;
    }
    if (came === null) return null;
    const part = came.subarray(0, buffer.length);
    buffer.set(part);
    const rest = came.subarray(part.length);
    if (rest.length > 0) untaken.set(conn, Promise.resolve(rest));
    return part.length;
  } finally {
    clearTimeout(timer);
  }
  // End of part 2.
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

// In the exercise, part 4:
//   // What does a ping look like? Your own functions can stand here.
/** What a ping is: one byte. The peer sends something back, or is taken for dead. */
const PING = new TextEncoder().encode("\n");

/** What the peer says is not kept, so any size will do. */
const BUFFER_BYTES = 1024;
// End of part 4.

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
  // In the exercise, part 4:
  //   return todo("part 4: ping, listen, count the time", conn, options);
  const { everyMs, deadAfterMs } = options;
  const { promise: dead, resolve } = Promise.withResolvers<void>();
  let isOver = false;
  let isWriting = false;
  let deadline: ReturnType<typeof setTimeout> | undefined;

  function stop(): void {
    isOver = true;
    clearInterval(pings);
    clearTimeout(deadline);
  }

  function die(): void {
    if (isOver) return;
    stop();
    resolve();
  }

  function isAlive(): void {
    clearTimeout(deadline);
    deadline = setTimeout(die, deadAfterMs);
  }

  async function ping(): Promise<void> {
    // The last ping still waits for room; one more would only wait behind it.
    if (isWriting) return;
    isWriting = true;
    try {
      await conn.write(PING);
      isWriting = false;
    } catch {
      die();
    }
  }

  async function listen(): Promise<void> {
    const buffer = new Uint8Array(BUFFER_BYTES);
    try {
      while (await conn.read(buffer) !== null) {
        if (isOver) return;
        isAlive();
      }
    } catch {
      // A reset, or closed by somebody else: no more bytes will come.
    }
    die();
  }

  const pings = setInterval(ping, everyMs);
  isAlive();
  listen();
  return { dead, stop };
  // End of part 4.
}
