import { todo } from "../../workbook/todo.ts";

/** A running server, as in lesson 3. */
export interface Server {
  /** Where it listens: 127.0.0.1 and the port that the kernel gave. */
  readonly addr: Deno.NetAddr;
  /** Pending while the server runs; resolves when everything is closed, and never rejects. */
  readonly finished: Promise<void>;
  /** Stops the server. */
  stop(): Promise<void>;
}

/** A frame begins with the length of what follows: a u32 in network order. */
const HEADER_BYTES = 4;

/** As many bytes as one read takes at most. Any size gives the same messages. */
const BUFFER_BYTES = 65_536;

const OK = new TextEncoder().encode("OK!!!");

// Part 1. readExactly: give exactly `length` bytes in an array of their own,
// however many reads that takes. Take no byte more from the connection: the next
// one belongs to somebody else. Give null if the stream ends before the first
// byte, and throw if it ends inside. Length 0 gives an empty array at once.
// Close nothing.

/**
 * Reads exactly so many bytes.
 *
 * @param conn The connection; it stays open.
 * @param length How many.
 * @returns The bytes; `null` at end of stream before the first of them.
 * @throws {Error} If the stream ends after the first and before the last. An
 * error of the connection is passed on.
 */
export async function readExactly(
  conn: Deno.Conn,
  length: number,
): Promise<Uint8Array | null> {
  return await todo("part 1: read until all bytes are there", conn, length);
}

// Part 2. LineDecoder: push() gives the lines that are complete with this chunk,
// in order, without their end: "\n" or "\r\n". Empty lines count. A "\r"
// anywhere else stays. What is not complete is kept for the next call. end()
// gives what is left when the stream has ended, or null if nothing is left.

// Part 3. The same lines for the same bytes, whatever the chunks: one byte each,
// or all at once. A chunk may end inside a character of UTF-8. Bytes that are
// not UTF-8 become U+FFFD. The caller may overwrite the chunk after the call.
// No hole of its own: change what you wrote for part 2.

/** Turns chunks of a stream of UTF-8 into lines. */
export class LineDecoder {
  // What must be kept from one push() to the next?

  /**
   * Takes the next chunk.
   *
   * @param chunk Any number of bytes. Its memory stays the caller's.
   * @returns The lines that it completes, without their ends.
   */
  push(chunk: Uint8Array): string[] {
    return todo("part 2: which lines are complete now", chunk);
  }

  /**
   * Takes the end of the stream.
   *
   * @returns What came after the last line; `null` if nothing did.
   */
  end(): string | null {
    return todo("part 2: what is left at the end");
  }
}

// Part 4. Frames: a frame is the length of its payload, a u32 in network order,
// and then the payload, which may be empty. encodeFrame() makes one, in a new
// array. FrameDecoder.push() gives the payloads that are complete now, in order.
// They never change, even when the caller overwrites the chunk. pending: the
// bytes that are kept, header included.

/**
 * A frame: its length in 4 bytes, and its payload.
 *
 * @param payload Any number of bytes; it is copied.
 */
export function encodeFrame(payload: Uint8Array): Uint8Array {
  return todo("part 4: the length, then the payload", payload, HEADER_BYTES);
}

// Part 5. A limit: a length above maxLength is a RangeError, as soon as its four
// bytes are there, and at every later push(). Nothing is allocated for it. The
// message holds the length and the limit. Frames before it in the same chunk
// may be lost, or returned first. No hole of its own: look at your push().

/** Turns chunks of a stream into the payloads of its frames. */
export class FrameDecoder {
  readonly #maxLength: number;
  // What must be kept from one push() to the next?

  /** @param maxLength The longest payload that is taken, in bytes. */
  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  /**
   * Takes the next chunk.
   *
   * @param chunk Any number of bytes. Its memory stays the caller's.
   * @returns The payloads of the frames that it completes.
   * @throws {RangeError} If a frame is longer than the limit.
   */
  push(chunk: Uint8Array): Uint8Array[] {
    return todo("part 4: which frames are complete now", chunk);
  }

  /** How many bytes are kept until their frame is complete, its header included. */
  get pending(): number {
    return todo("part 4: how many bytes are kept");
  }
}

/** Writes all of `data`: one `write` may take only a part. */
async function writeAll(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  for (let sent = 0; sent < data.length;) {
    sent += await conn.write(data.subarray(sent));
  }
}

// Part 6. One line is one message: log it as `Server recv: <line>`, and answer it
// with the five bytes OK!!!. At the end of the stream an unfinished rest is a
// message, too; then log `Client quit!!!` once (after `exit`, a reset or stop()
// you may log it or not). After the answer to the line `exit` return: what
// follows it is neither logged nor answered. Who called serve() closes.

// Beyond. Clients that reset, that do not read, that send a line of megabytes or
// one byte at a time: none may disturb another client. A line of up to 64 KiB is
// answered; a longer one may end its connection instead. No hole of its own:
// look at every path of what you wrote.

/** Serves one client until it says `exit` or ends its stream. */
async function serve(
  conn: Deno.Conn,
  log: (line: string) => void,
): Promise<void> {
  await todo(
    "part 6: read, log and answer each line",
    conn,
    log,
    writeAll,
    OK,
    BUFFER_BYTES,
  );
}

/**
 * Starts a server that answers each line with `OK!!!`, for any number of
 * clients; it listens when this returns. Everything but `serve` is lesson 3's.
 *
 * @param options.port Port to listen on; 0, the default, lets the kernel choose.
 * @param options.log Called with each line, without a line feed.
 * @throws {Deno.errors.AddrInUse} If somebody listens on that port already.
 */
export function startLineServer(
  options: { port?: number; log?: (line: string) => void } = {},
): Server {
  const { port = 0, log = () => {} } = options;
  const listener = Deno.listen({ hostname: "127.0.0.1", port });
  const open = new Set<Deno.Conn>();
  const serving = new Set<Promise<void>>();
  let stopped = false;

  /** Closes a connection once, whoever comes first: its handler or `stop()`. */
  function close(conn: Deno.Conn): void {
    if (open.delete(conn)) conn.close();
  }

  async function handle(conn: Deno.Conn): Promise<void> {
    try {
      await serve(conn, log);
    } catch {
      // A reset, or stop() closed it under a read: only this client is gone.
    } finally {
      close(conn);
    }
  }

  async function acceptAll(): Promise<void> {
    while (!stopped) {
      // It rejects when stop() closes the listener, when a waiting client has
      // reset, and while no descriptor is free: lesson 10 makes a pause then.
      const conn = await listener.accept().catch(() => undefined);
      if (conn === undefined) continue;
      if (stopped) {
        conn.close(); // It left the accept queue just before stop() was called.
        break;
      }
      open.add(conn);
      // Not awaited: the next client must not wait for this one.
      const work = handle(conn);
      serving.add(work);
      work.then(() => serving.delete(work));
    }
    await Promise.all(serving);
  }

  const finished = acceptAll();
  return {
    addr: listener.addr as Deno.NetAddr,
    finished,
    stop() {
      if (!stopped) {
        stopped = true;
        listener.close();
        for (const conn of open) close(conn);
      }
      return finished;
    },
  };
}
