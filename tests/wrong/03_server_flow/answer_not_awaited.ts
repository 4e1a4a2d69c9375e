// Wrong: nobody awaits the answer, so nobody catches its error when the client is gone. Caught by: "outlives clients that leave without reading the answer"
/** A running server. */
export interface Server {
  readonly addr: Deno.NetAddr;
  readonly finished: Promise<void>;
  stop(): Promise<void>;
}

const encoder = new TextEncoder();
const OK = encoder.encode("OK!!!");
const EXIT = encoder.encode("exit");

/** As many bytes as one read takes at most. The notes' program has 1024; with more, a long message needs fewer reads. */
const BUFFER_BYTES = 65_536;

/** Whether a chunk is exactly `exit`. Bytes are compared, not text: a decoder may carry half a character over. */
function isExit(chunk: Uint8Array): boolean {
  return chunk.length === EXIT.length &&
    chunk.every((byte, i) => byte === EXIT[i]);
}

/** Writes all of `data`: one `write` may take only a part. */
async function writeAll(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  for (let sent = 0; sent < data.length;) {
    sent += await conn.write(data.subarray(sent));
  }
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
    const n = await conn.read(buffer);
    if (n === null) {
      log("Client quit!!!");
      return;
    }
    // Only the first n bytes came with this read; the rest is older.
    const chunk = buffer.subarray(0, n);
    log(`Server recv: ${decoder.decode(chunk, { stream: true })}`);
    writeAll(conn, OK);
    if (isExit(chunk)) return;
  }
}

/** Starts a server that answers each chunk with `OK!!!`. */
export function startServer(
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
      // accept() rejects when stop() closes the listener, and also when a
      // client in the accept queue has reset its connection. A `for await`
      // over the listener would end at the second as well.
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
