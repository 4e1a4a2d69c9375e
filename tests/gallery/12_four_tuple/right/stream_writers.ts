import type { Server } from "../../../../solutions/12_four_tuple.ts";

export * from "../../../../solutions/12_four_tuple.ts";

export function startChat(options: { port?: number } = {}): Server {
  const { port = 0 } = options;
  const listener = Deno.listen({ hostname: "127.0.0.1", port });
  const writers = new Map<
    Deno.TcpConn,
    WritableStreamDefaultWriter<Uint8Array>
  >();
  const serving = new Set<Promise<void>>();
  let stopped = false;

  function leave(conn: Deno.TcpConn): void {
    if (!writers.delete(conn)) return;
    try {
      conn.close();
    } catch {
      // A write that failed has closed it.
    }
  }

  async function serve(conn: Deno.TcpConn): Promise<void> {
    const buffer = new Uint8Array(65_536);
    const decoder = new TextDecoder();
    let rest = "";
    try {
      for (let n; (n = await conn.read(buffer)) !== null;) {
        const text = decoder.decode(buffer.subarray(0, n), { stream: true });
        const lines = (rest + text).split("\n");
        rest = lines.pop()!;
        for (const line of lines) {
          const data = new TextEncoder().encode(line.replace(/\r$/, "") + "\n");
          for (const [other, writer] of writers) {
            if (other !== conn) writer.write(data).catch(() => {});
          }
        }
      }
    } catch {
      // A reset, or stop() closed it.
    }
    leave(conn);
  }

  const finished = (async () => {
    while (!stopped) {
      const conn = await listener.accept().catch(() => undefined);
      if (!conn) continue;
      if (stopped) {
        conn.close();
        break;
      }
      const writer = conn.writable.getWriter();
      writer.closed.catch(() => {});
      writers.set(conn, writer);
      const work = serve(conn);
      serving.add(work);
      work.then(() => serving.delete(work));
    }
    await Promise.all(serving);
  })();
  return {
    addr: listener.addr,
    finished,
    stop() {
      if (!stopped) {
        stopped = true;
        listener.close();
        for (const conn of writers.keys()) leave(conn);
      }
      return finished;
    },
  };
}
