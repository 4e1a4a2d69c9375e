// Right: it compares text with exit, reads 1024 bytes at most as the notes do, and decodes each chunk by itself.
export interface Server {
  readonly addr: Deno.NetAddr;
  readonly finished: Promise<void>;
  stop(): Promise<void>;
}

export function startServer(
  options: { port?: number; log?: (line: string) => void } = {},
): Server {
  const listener = Deno.listen({
    hostname: "127.0.0.1",
    port: options.port ?? 0,
  });
  const clients = new Map<Deno.TcpConn, Promise<void>>();
  let running = true;

  const serve = async (conn: Deno.TcpConn) => {
    const buffer = new Uint8Array(1024);
    try {
      for (;;) {
        const n = await conn.read(buffer);
        if (n === null) {
          options.log?.("Client quit!!!");
          break;
        }
        const text = new TextDecoder().decode(buffer.subarray(0, n));
        let answer = new TextEncoder().encode("OK!!!");
        while (answer.length > 0) {
          answer = answer.subarray(await conn.write(answer));
        }
        options.log?.(`Server recv: ${text}`);
        if (text === "exit") break;
      }
    } catch (error) {
      if (running) options.log?.(`Client failed: ${error}`);
    }
    try {
      conn.close();
    } catch {
      // stop() was faster.
    }
    clients.delete(conn);
  };

  const finished = (async () => {
    while (running) {
      try {
        for await (const conn of listener) {
          if (!running) conn.close();
          else clients.set(conn, serve(conn));
        }
      } catch {
        // A connection was reset in the accept queue: the loop begins again.
      }
    }
    await Promise.allSettled(clients.values());
  })();

  return {
    addr: listener.addr as Deno.NetAddr,
    finished,
    async stop() {
      if (running) {
        running = false;
        listener.close();
        for (const conn of [...clients.keys()]) {
          try {
            conn.close();
          } catch {
            // It has ended meanwhile.
          }
        }
      }
      await finished;
    },
  };
}
