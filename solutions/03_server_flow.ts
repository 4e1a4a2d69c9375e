/** A running server. */
export interface Server {
  /** Where it listens: 127.0.0.1 and the port that the kernel gave. */
  readonly addr: Deno.NetAddr;
  /** Pending while the server runs; resolves when everything is closed, and never rejects. */
  readonly finished: Promise<void>;
  /** Stops the server. */
  stop(): Promise<void>;
}

const encoder = new TextEncoder();
const OK = encoder.encode("OK!!!");
const EXIT = encoder.encode("exit");

/** As many bytes as one read takes at most: 64 or more, so that a short message is one chunk. The notes' program has 1024; with more, a long message needs fewer reads. */
const BUFFER_BYTES = 65_536;

/** Whether a chunk is exactly `exit`. Bytes are compared, not text: a decoder may carry half a character over. */
function isExit(chunk: Uint8Array): boolean {
  return chunk.length === EXIT.length &&
    chunk.every((byte, i) => byte === EXIT[i]);
}

/** Writes all of `data`: one `write` may take only a part. */
async function writeAll(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  // In the exercise, part 2: return todo("part 2: write all of it; what does write() return");
  for (let sent = 0; sent < data.length;) {
    sent += await conn.write(data.subarray(sent));
  }
  // End of part 2.
}

/** Serves one client until it says `exit` or ends its stream. */
async function serve(
  conn: Deno.Conn,
  log: (line: string) => void,
): Promise<void> {
  const buffer = new Uint8Array(BUFFER_BYTES);
  // One decoder a connection: it keeps the first half of a split character.
  const decoder = new TextDecoder();
  while (true) {
    // Part 2. Read one chunk: what one read() returns. Log it once, as
    // `Server recv: <text>`, the bytes of this read as UTF-8, neither trimmed nor
    // cut. Answer it with the 5 bytes OK!!!, all of them and nothing else.
    // In the exercise, part 2:
    //   const n: number | null = todo("part 2: read what the client sends");
    const n = await conn.read(buffer);
    // End of part 2.
    // Part 3. At the end of the stream log `Client quit!!!` once (after `exit`,
    // a reset or stop() you may log it or not); what came before is answered. A
    // chunk that is exactly `exit` is logged and answered like any other; then
    // only this connection ends. `exit` inside a longer chunk is ordinary text. In
    // both cases leave the loop: who called serve() closes.
    // In the exercise, part 3:
    //   if (n === null) return todo("part 3: the stream has ended");
    if (n === null) {
      log("Client quit!!!");
      return;
    }
    // End of part 3.
    // In the exercise, part 2:
    //   const chunk: Uint8Array = todo("part 2: which bytes of buffer came now");
    //   todo("part 2: log the chunk, then answer it");
    // Only the first n bytes came with this read; the rest is older.
    const chunk = buffer.subarray(0, n);
    log(`Server recv: ${decoder.decode(chunk, { stream: true })}`);
    await writeAll(conn, OK);
    // End of part 2.
    // In the exercise, part 3:
    //   if (isExit(chunk)) return todo("part 3: the client has said exit");
    if (isExit(chunk)) return;
    // End of part 3.
  }
}

/**
 * Starts a server that answers each chunk with `OK!!!`, for any number of
 * clients; it listens when this returns. There is no time limit: a silent
 * client stays connected.
 *
 * @param options.port Port to listen on; 0, the default, lets the kernel choose.
 * @param options.log Called with each line, without a line feed.
 * @throws {Deno.errors.AddrInUse} If somebody listens on that port already.
 */
export function startServer(
  options: { port?: number; log?: (line: string) => void } = {},
): Server {
  const { port = 0, log = () => {} } = options;
  // Part 1. Listen on 127.0.0.1 and on the port that is asked for. If somebody
  // listens there already, Deno.listen() throws AddrInUse: let the caller see it.
  // In the exercise, part 1:
  //   const listener = Deno.listen(todo("part 1: which address, which port"));
  const listener = Deno.listen({ hostname: "127.0.0.1", port });
  // End of part 1.
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
      // Beyond. A reset, a client that does not read, a long message: what the
      // world does to servers ends no other connection.
      // accept() rejects when stop() closes the listener, and when a waiting
      // client has reset: there a `for await` would end, too. And it rejects
      // while no descriptor is free: lesson 10 makes a pause then.
      const conn = await listener.accept().catch(() => undefined);
      if (conn === undefined) continue;
      if (stopped) {
        conn.close(); // It left the accept queue just before stop() was called.
        break;
      }
      open.add(conn);
      // Part 4. Serve any number of clients at the same time: accept() is called
      // again at once, whatever this client does. Keep in `serving` what runs:
      // `finished` waits for it. What is given serves one client after the other:
      // that is wrong.
      // In the exercise, part 4:
      //   await handle(conn);
      // Not awaited: the next client must not wait for this one.
      const work = handle(conn);
      serving.add(work);
      work.then(() => serving.delete(work));
      // End of part 4.
    }
    await Promise.all(serving);
  }

  const finished = acceptAll();
  return {
    addr: listener.addr as Deno.NetAddr,
    finished,
    // Part 5. Close the listener, which ends a pending accept() and frees the
    // port, and every connection that is open. It may be called twice, never
    // rejects, and resolves no earlier than `finished`. It waits neither for
    // clients to leave nor for time to pass.
    stop() {
      // In the exercise, part 5: return todo("part 5: close what is open, once");
      if (!stopped) {
        stopped = true;
        listener.close();
        for (const conn of open) close(conn);
      }
      return finished;
      // End of part 5.
    },
  };
}
