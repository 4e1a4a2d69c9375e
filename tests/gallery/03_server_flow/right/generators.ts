import type { Server } from "../../../../solutions/03_server_flow.ts";

async function* connections(
  listener: Deno.TcpListener,
  stopped: Promise<void>,
): AsyncGenerator<Deno.TcpConn, void, void> {
  const none = stopped.then(() => undefined);
  while (true) {
    const next = listener.accept();
    // One that is accepted too late is closed here; an error says nothing.
    const conn = await Promise.race([next.catch(() => null), none]);
    if (conn === undefined) {
      return await next.then((late) => late.close(), () => {});
    }
    if (conn !== null) yield conn;
  }
}

async function* chunks(conn: Deno.Conn): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(1000);
  for (let n; (n = await conn.read(buffer)) !== null;) {
    yield buffer.subarray(0, n);
  }
}

export function startServer(
  { port = 0, log = (_: string) => {} } = {} as {
    port?: number;
    log?: (line: string) => void;
  },
): Server {
  const listener = Deno.listen({ port, hostname: "127.0.0.1" });
  const stopped = Promise.withResolvers<void>();
  const open = new Set<Deno.Conn>();

  const quietly = (conn: Deno.Conn) => {
    if (open.delete(conn)) conn.close();
  };

  const serve = async (conn: Deno.Conn) => {
    open.add(conn);
    try {
      for await (const chunk of chunks(conn)) {
        log(`Server recv: ${new TextDecoder().decode(chunk)}`);
        let rest = new TextEncoder().encode("OK!!!");
        do rest = rest.subarray(await conn.write(rest)); while (rest.length);
        if (chunk.join() === "101,120,105,116") return;
      }
      log("Client quit!!!");
    } finally {
      quietly(conn);
    }
  };

  const run = async () => {
    const work: Promise<unknown>[] = [];
    for await (const conn of connections(listener, stopped.promise)) {
      // The race may be won by a connection although stop() was called.
      if (!first) conn.close();
      else work.push(Promise.allSettled([serve(conn)]));
    }
    await Promise.all(work);
  };

  let first = true;
  const finished = run();
  return {
    addr: listener.addr,
    finished,
    async stop() {
      if (first) {
        first = false;
        listener.close();
        stopped.resolve();
        open.forEach(quietly);
      }
      await finished;
    },
  };
}
