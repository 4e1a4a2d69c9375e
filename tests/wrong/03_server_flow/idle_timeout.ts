// Wrong: it closes a connection that says nothing for 5 s. Caught by: "keeps a client that is silent for long"
export interface Server {
  readonly addr: Deno.NetAddr;
  readonly finished: Promise<void>;
  stop(): Promise<void>;
}

const encoder = new TextEncoder();
const OK = encoder.encode("OK!!!");
const EXIT = encoder.encode("exit");

function isExit(chunk: Uint8Array): boolean {
  return chunk.length === EXIT.length &&
    chunk.every((byte, i) => byte === EXIT[i]);
}

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
  const decoder = new TextDecoder();
  while (true) {
    const idle = setTimeout(() => conn.close(), 5000);
    const n = await conn.read(buffer).finally(() => clearTimeout(idle));
    if (n === null) {
      log("Client quit!!!");
      return;
    }
    const chunk = buffer.subarray(0, n);
    log(`Server recv: ${decoder.decode(chunk, { stream: true })}`);
    await writeAll(conn, OK);
    if (isExit(chunk)) return;
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
    if (!open.delete(conn)) return;
    try {
      conn.close();
    } catch {
      // It was silent for too long.
    }
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
