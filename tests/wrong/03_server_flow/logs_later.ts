// Wrong: it logs from a timer, when finished may have resolved already. Caught by: "logs nothing after finished"
export interface Server {
  readonly addr: Deno.NetAddr;
  readonly finished: Promise<void>;
  stop(): Promise<void>;
}

const OK = new TextEncoder().encode("OK!!!");

async function writeAll(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  for (let sent = 0; sent < data.length;) {
    sent += await conn.write(data.subarray(sent));
  }
}

async function serve(
  conn: Deno.Conn,
  log: (line: string) => void,
): Promise<void> {
  const buffer = new Uint8Array(1024);
  while (true) {
    const n = await conn.read(buffer);
    if (n === null) {
      log("Client quit!!!");
      return;
    }
    const text = new TextDecoder().decode(buffer.subarray(0, n));
    setTimeout(() => log(`Server recv: ${text}`), 100);
    await writeAll(conn, OK);
    if (text === "exit") return;
  }
}

export function startServer(
  options: { port?: number; log?: (line: string) => void } = {},
): Server {
  const { port = 0, log = () => {} } = options;
  const listener = Deno.listen({ hostname: "127.0.0.1", port });
  const open = new Set<Deno.Conn>();
  const serving = new Set<Promise<void>>();
  let stopped = false;

  function close(conn: Deno.Conn): void {
    if (open.delete(conn)) conn.close();
  }

  async function handle(conn: Deno.Conn): Promise<void> {
    try {
      await serve(conn, log);
    } catch {
      // This client is gone, the others are not.
    } finally {
      close(conn);
    }
  }

  async function acceptAll(): Promise<void> {
    while (!stopped) {
      const conn = await listener.accept().catch(() => undefined);
      if (conn === undefined) continue;
      if (stopped) {
        conn.close();
        break;
      }
      open.add(conn);
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
