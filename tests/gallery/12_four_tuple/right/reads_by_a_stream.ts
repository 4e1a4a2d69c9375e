// Right: reads through the stream readable, whose end closes the connection.
import type { Server } from "../../../../solutions/12_four_tuple.ts";

export {
  connectionKey,
  demultiplex,
  isSelfConnected,
} from "../../../../solutions/12_four_tuple.ts";

/** Who leaves more than this unread is disconnected. */
const MAX_UNSENT_BYTES = 8 * 1024 * 1024;

/**
 * How long to wait after an accept() that failed for lack of something, such as
 * descriptors: the next one at once would fail, too (lesson 10).
 */
const RETRY_MS = 10;

const LF = 10;
const CR = 13;

/** One client of the chat: what it says, and what it must still be sent. */
class Member {
  readonly #conn: Deno.TcpConn;
  /** Lines that the kernel has not taken yet. */
  readonly #queue: Uint8Array[] = [];
  #unsent = 0;
  #writing?: Promise<void>;
  #isClosed = false;

  constructor(conn: Deno.TcpConn) {
    this.#conn = conn;
  }

  /** Gives each line that the client sends, with one line feed at its end. */
  async *lines(): AsyncGenerator<Uint8Array> {
    let parts: Uint8Array[] = [];
    for await (
      const chunk of this.#conn.readable.values({ preventCancel: true })
    ) {
      let from = 0;
      for (let i = 0; i < chunk.length; i++) {
        if (chunk[i] !== LF) continue;
        yield asLine([...parts, chunk.subarray(from, i)]);
        parts = [];
        from = i + 1;
      }
      parts.push(chunk.slice(from));
    }
  }

  /** Puts a line into the queue; waits for nothing. */
  send(line: Uint8Array): void {
    if (this.#isClosed) return;
    this.#queue.push(line);
    this.#unsent += line.length;
    if (this.#unsent > MAX_UNSENT_BYTES) return this.close();
    this.#writing ??= this.#writeQueue();
  }

  /** The only writer of this connection: so lines never mix. */
  async #writeQueue(): Promise<void> {
    try {
      for (let line; (line = this.#queue.shift()) !== undefined;) {
        for (let sent = 0; sent < line.length;) {
          sent += await this.#conn.write(line.subarray(sent));
        }
        this.#unsent -= line.length;
      }
    } catch {
      this.close(); // A reset, or closed meanwhile: its read ends, too.
    }
    this.#writing = undefined;
  }

  /** Closes the connection once; a read or a write that waits ends by it. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#queue.length = 0;
    try {
      this.#conn.close();
    } catch {
      // readable has closed it
    }
  }

  /** Resolves when no write is under way. */
  async written(): Promise<void> {
    await this.#writing;
  }
}

/** One line of parts: without its carriage return, with a line feed. */
function asLine(parts: Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const line = new Uint8Array(length + 1);
  let at = 0;
  for (const part of parts) {
    line.set(part, at);
    at += part.length;
  }
  const end = line[length - 1] === CR ? length - 1 : length;
  line[end] = LF;
  return line.subarray(0, end + 1);
}

/** accept() has failed. Only a lack of something needs a pause, not a reset in the queue, nor stop(). */
async function pauseAfter(failure: unknown): Promise<undefined> {
  const { BadResource, NotConnected } = Deno.errors;
  if (failure instanceof BadResource || failure instanceof NotConnected) return;
  await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
}

/**
 * Starts a chat: every line goes to everyone else. It listens on 127.0.0.1 when
 * this returns.
 *
 * @param options.port Port to listen on; 0, the default, lets the kernel choose.
 * @throws {Deno.errors.AddrInUse} If somebody listens on that port already.
 */
export function startChat(options: { port?: number } = {}): Server {
  const { port = 0 } = options;
  const listener = Deno.listen({ hostname: "127.0.0.1", port });
  const members = new Set<Member>();
  const serving = new Set<Promise<void>>();
  let stopped = false;

  async function serve(member: Member): Promise<void> {
    try {
      for await (const line of member.lines()) {
        for (const other of members) if (other !== member) other.send(line);
      }
    } catch {
      // A reset, or close() ended the read: only this client is gone.
    } finally {
      members.delete(member);
      member.close();
      await member.written();
    }
  }

  async function acceptAll(): Promise<void> {
    while (!stopped) {
      // It rejects at stop(), and when a client in the accept queue has reset.
      const conn = await listener.accept().catch(pauseAfter);
      if (conn === undefined) continue;
      if (stopped) {
        conn.close(); // It left the accept queue just before stop() was called.
        break;
      }
      const member = new Member(conn);
      members.add(member);
      const work = serve(member);
      serving.add(work);
      work.then(() => serving.delete(work));
    }
    await Promise.all(serving);
  }

  const finished = acceptAll();
  return {
    addr: listener.addr,
    finished,
    stop() {
      if (!stopped) {
        stopped = true;
        listener.close();
        for (const member of members) member.close();
      }
      return finished;
    },
  };
}
