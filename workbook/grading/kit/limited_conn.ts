/**
 * Connections that do what any kernel may do: give or take a part.
 *
 * @module
 */

/** A turn of the network that the check runs on: on the model network time waits for it, which it would not for `turns()`. */
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

/** Lets a connection give at most this many bytes a read. */
export function limitReads<C extends Deno.Conn>(conn: C, most: number): C {
  const { read } = conn;
  return Object.defineProperty(conn, "read", {
    // The kit may watch its reads.
    configurable: true,
    value: (buffer: Uint8Array) => read.call(conn, buffer.subarray(0, most)),
  });
}

/** A turn of the event loop takes as long as copying some of them. */
const BYTES_A_TURN = 256 * 1024;

/**
 * Lets a connection give bytes that nobody sent, and then end: a hundred
 * megabytes cost what the submission does with them.
 *
 * @param length How many.
 * @param write Writes those from position `at` on into a buffer.
 */
export function giveUnsent<C extends Deno.Conn>(
  conn: C,
  length: number,
  write: (buffer: Uint8Array, at: number) => void,
): C {
  let given = 0;
  let seen = 0;
  const read = async (buffer: Uint8Array) => {
    // As between reads of a socket, the program does other things, too.
    if (given - seen >= BYTES_A_TURN) {
      seen = given;
      await nextTurn();
    }
    const n = Math.min(buffer.length, length - given);
    if (n === 0 && buffer.length > 0) return null;
    write(buffer.subarray(0, n), given);
    given += n;
    return n;
  };
  const readable = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const buffer = new Uint8Array(65_536);
      const n = await read(buffer);
      if (n !== null) return controller.enqueue(buffer.subarray(0, n));
      controller.close();
      conn.close(); // As Deno's own stream does.
    },
    cancel: () => conn.close(),
  }, { highWaterMark: 0 });
  return Object.defineProperties(conn, {
    read: { configurable: true, value: read },
    readable: { configurable: true, value: readable },
  });
}

/** Lets a connection take at most this many bytes a write. */
export function limitWrites<C extends Deno.Conn>(conn: C, most: number): C {
  const { write } = conn;
  return Object.defineProperty(conn, "write", {
    // A check may say later how much room there is.
    configurable: true,
    value: (data: Uint8Array) => write.call(conn, data.subarray(0, most)),
  });
}

/**
 * Lets a write end while the connection closes: the kernel has taken its bytes,
 * and the runtime tells so no earlier.
 *
 * @param nth Which write; the ones before it end at once.
 * @param most Bytes that each write takes at most.
 */
export function endWriteAtClose(
  conn: Deno.TcpConn,
  nth: number,
  most: number,
): void {
  const { close, [Symbol.dispose]: dispose } = conn;
  const { write } = limitWrites(conn, most);
  const closing = Promise.withResolvers<void>();
  let calls = 0;
  // Deno's own: `using` closes nothing twice, and close() throws then.
  const ends = (call: () => void) => ({
    value: () => {
      call.call(conn);
      closing.resolve();
    },
  });
  Object.defineProperties(conn, {
    write: {
      value: async (data: Uint8Array) => {
        const n = await write.call(conn, data);
        if (++calls === nth) await closing.promise;
        return n;
      },
    },
    close: ends(close),
    [Symbol.dispose]: ends(dispose),
  });
}
