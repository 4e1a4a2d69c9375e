/**
 * A connection whose room is the check's to give: what a kernel with a slow
 * reader does, at will and without time. Everything it takes is counted.
 *
 * @module
 */

/** What a metered connection took, and what it may take. */
export interface Meter {
  /** Bytes that it took so far. */
  readonly taken: number;
  /** Bytes of each write that took some, in order. */
  readonly writes: readonly number[];
  /** When each of them took it, in milliseconds of `performance.now()`. */
  readonly times: readonly number[];
  /** How many writes wait for room. */
  readonly waiting: number;
  /**
   * Whether Nagle's algorithm holds bytes back now: a small write came behind
   * another one, without `setNoDelay(true)` (RFC 9293 section 3.7.4). For writes
   * that together are smaller than a segment.
   */
  readonly isHeldBack: boolean;
  /** Makes room for this many more bytes. */
  allow(bytes: number): void;
  /** Leaves room for this many bytes, whatever it was before. */
  limit(bytes: number): void;
  /** Breaks the connection off: every write that waits, and every later one, rejects. */
  fail(error: Error): void;
}

/** What the runtime says of a call that its own `close()` ends. */
const interrupted = () => new Deno.errors.Interrupted("operation canceled");

/** What Deno says of `setNoDelay()` while a write waits. */
const busy = () => new Error("Unable to get resources");

/**
 * Counts what a connection takes, and lets it take no more than it has room for.
 * Its stream `writable` goes through the same count.
 *
 * @param conn The connection; it is changed.
 * @param options.room Bytes that it takes at once; any number by default.
 */
export function meter(
  conn: Deno.TcpConn,
  { room = Infinity }: { room?: number } = {},
): Meter {
  const { write, close, closeWrite, setNoDelay } = conn;
  const writes: number[] = [];
  const times: number[] = [];
  let waiters: Array<PromiseWithResolvers<void>> = [];
  let [taken, isNoDelay, isHeldBack] = [0, false, false];
  let failure: Error | undefined;
  let wasShort = false;
  let isShut = false;
  /** Settles when the writes that were asked for have ended. */
  let writing: Promise<unknown> = Promise.resolve();

  async function take(data: Uint8Array): Promise<number> {
    while (room <= 0 && data.length > 0 && !failure && !isShut) {
      const turn = Promise.withResolvers<void>();
      waiters.push(turn);
      await turn.promise;
    }
    // Deno's own words for a connection that is closed.
    if (isShut) return await write.call(conn, data);
    if (failure) throw failure;
    const part = room < data.length ? data.subarray(0, room) : data;
    room -= part.length;
    const n: number = await write.call(conn, part);
    room += part.length - n;
    if (n > 0) {
      // The rest of a write that was cut short does not count as another small write.
      isHeldBack ||= writes.length > 0 && !isNoDelay && !wasShort;
      wasShort = n < data.length;
      writes.push(n);
      times.push(performance.now());
      taken += n;
    }
    return n;
  }

  function takeInTurn(data: Uint8Array): Promise<number> {
    const taking = take(data);
    writing = Promise.allSettled([writing, taking]);
    return taking;
  }

  function shut(): void {
    try {
      close.call(conn);
    } finally {
      // Even if the end of its stream `readable` has closed it before.
      isShut = true;
      endWaiting(interrupted());
    }
  }

  function setRoom(bytes: number): void {
    room = bytes;
    for (const { resolve } of waiters) resolve();
    waiters = [];
  }

  function endWaiting(error: Error): void {
    for (const { reject } of waiters) reject(error);
    waiters = [];
  }

  let writable: WritableStream<Uint8Array> | undefined;
  const properties = {
    write: { value: takeInTurn },
    close: { value: shut },
    closeWrite: {
      // The FIN goes behind what waits, as Deno's own does.
      value: async () => {
        if (waiters.length > 0) await writing;
        await closeWrite.call(conn);
      },
    },
    setNoDelay: {
      value: (on = true) => {
        if (waiters.length > 0) throw busy();
        setNoDelay.call(conn, on);
        isNoDelay = on;
        // The kernel sends at once what it has held back (tcp(7), TCP_NODELAY).
        if (on) isHeldBack = false;
      },
    },
    writable: { get: () => writable ??= streamOf(takeInTurn, shut) },
    [Symbol.dispose]: {
      value: () => {
        try {
          shut();
        } catch {
          // Closed already.
        }
      },
    },
  };
  Object.defineProperties(conn, properties);
  return {
    get taken() {
      return taken;
    },
    writes,
    times,
    get waiting() {
      return waiters.length;
    },
    get isHeldBack() {
      return isHeldBack;
    },
    allow: (bytes) => setRoom(room + bytes),
    limit: setRoom,
    fail(error) {
      failure = error;
      endWaiting(error);
    },
  };
}

/** As Deno's own: it writes each chunk whole; its end and its failure close the connection. */
function streamOf(
  take: (data: Uint8Array) => Promise<number>,
  shut: () => void,
): WritableStream<Uint8Array> {
  return new WritableStream({
    async write(chunk) {
      try {
        for (let sent = 0; sent < chunk.length;) {
          sent += await take(chunk.subarray(sent));
        }
      } catch (error) {
        shut();
        throw error;
      }
    },
    close: shut,
    abort: shut,
  });
}
