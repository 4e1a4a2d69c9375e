/** A running server. */
export interface Server {
  readonly addr: Deno.NetAddr;
  readonly finished: Promise<void>;
  stop(): Promise<void>;
}

const OK = new TextEncoder().encode("OK!!!");

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
  const buffer = new Uint8Array(1024);
  // One decoder a connection: it keeps the first half of a split character.
  const decoder = new TextDecoder();
  while (true) {
    const n = await conn.read(buffer);
    if (n === null) {
      log("Client quit!!!");
      return;
    }
    const text = decoder.decode(buffer.subarray(0, n), { stream: true });
    log(`Server recv: ${text}`);
    await writeAll(conn, OK);
    if (text === "exit") return;
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

  async function handle(conn: Deno.Conn): Promise<void> {
    open.add(conn);
    try {
      await serve(conn, log);
    } catch {
      // A reset, or stop(): this client is gone, the others are not.
    } finally {
      if (open.delete(conn)) conn.close();
    }
  }

  async function acceptAll(): Promise<void> {
    for await (const conn of listener) {
      const work = handle(conn);
      serving.add(work);
      work.then(() => serving.delete(work));
    }
    await Promise.all(serving);
  }

  const finished = acceptAll();
  let stopped = false;
  return {
    addr: listener.addr as Deno.NetAddr,
    finished,
    stop() {
      if (!stopped) {
        stopped = true;
        listener.close();
        for (const conn of open) {
          open.delete(conn);
          conn.close();
        }
      }
      return finished;
    },
  };
}
