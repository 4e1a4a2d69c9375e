import type { Server } from "../../../../solutions/03_server_flow.ts";

export function startServer(
  options: { port?: number; log?: (line: string) => void } = {},
): Server {
  const stack = new AsyncDisposableStack();
  const listener = Deno.listen({
    hostname: "127.0.0.1",
    port: options.port ?? 0,
  });
  const { promise: finished, resolve: finish } = Promise.withResolvers<void>();
  let open: Deno.TcpConn[] = [];
  let going = true;

  async function serve(conn: Deno.TcpConn): Promise<void> {
    open.push(conn);
    const reader = conn.readable.getReader({ mode: "byob" });
    const writer = conn.writable.getWriter();
    const decoder = new TextDecoder("utf-8");
    let buffer = new Uint8Array(512);
    try {
      while (true) {
        const { done, value } = await reader.read(buffer);
        if (done) break;
        buffer = new Uint8Array(value.buffer);
        options.log?.(
          `Server recv: ${decoder.decode(value, { stream: true })}`,
        );
        await writer.write(Uint8Array.of(0x4f, 0x4b, 0x21, 0x21, 0x21));
        if (
          value.length === 4 &&
          [..."exit"].every((c, i) => c.charCodeAt(0) === value[i])
        ) return;
      }
      options.log?.("Client quit!!!");
    } catch {
      // Gone.
    } finally {
      open = open.filter((each) => each !== conn);
      try {
        conn.close();
      } catch {
        // Closed at the end of its stream, or by stop().
      }
    }
  }

  (async () => {
    do {
      try {
        const conn = await listener.accept();
        if (going) stack.use({ [Symbol.asyncDispose]: wait(serve(conn)) });
        else conn.close();
      } catch {
        // Closed, or the client has gone.
      }
    } while (going);
    await stack.disposeAsync();
    finish();
  })();

  return {
    addr: listener.addr,
    finished,
    stop: async () => {
      if (going) {
        going = false;
        listener.close();
        for (const conn of open) {
          try {
            conn.close();
          } catch {
            // Closed.
          }
        }
      }
      return await finished;
    },
  };
}

const wait = (work: Promise<void>) => () => work;
