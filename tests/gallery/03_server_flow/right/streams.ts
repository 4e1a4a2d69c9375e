// Right: it reads conn.readable and writes conn.writable, the streams of the web.
export interface Server {
  readonly addr: Deno.NetAddr;
  readonly finished: Promise<void>;
  stop(): Promise<void>;
}

function closeQuietly(socket: { close(): void }): void {
  try {
    socket.close();
  } catch {
    // The end of its stream has closed it already.
  }
}

export function startServer(
  { port = 0, log }: { port?: number; log?: (line: string) => void } = {},
): Server {
  const listener = Deno.listen({ hostname: "127.0.0.1", port });
  const connections = new Set<Deno.Conn>();
  const work: Promise<void>[] = [];
  let stopping = false;

  async function talk(conn: Deno.Conn): Promise<void> {
    connections.add(conn);
    const writer = conn.writable.getWriter();
    const decoder = new TextDecoder();
    try {
      let said = "";
      for await (const chunk of conn.readable) {
        said = new TextDecoder().decode(chunk);
        log?.("Server recv: " + decoder.decode(chunk, { stream: true }));
        await writer.write(new TextEncoder().encode("OK!!!"));
        if (said === "exit") break;
      }
      if (said !== "exit") log?.("Client quit!!!");
    } catch {
      // A reset, or stop().
    }
    writer.releaseLock();
    connections.delete(conn);
    closeQuietly(conn);
  }

  async function run(): Promise<void> {
    for (;;) {
      let conn: Deno.Conn;
      try {
        conn = await listener.accept();
      } catch {
        if (stopping) break;
        continue;
      }
      if (stopping) closeQuietly(conn);
      else work.push(talk(conn));
    }
    await Promise.all(work);
  }

  const finished = run();
  return {
    addr: listener.addr as Deno.NetAddr,
    finished,
    stop(): Promise<void> {
      if (!stopping) {
        stopping = true;
        closeQuietly(listener);
        connections.forEach(closeQuietly);
      }
      return finished.then(() => {});
    },
  };
}
