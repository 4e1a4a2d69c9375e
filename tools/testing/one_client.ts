/** A server that serves one client only: accept() is called again when the first has left. */
export function startServer(
  { port = 0, log = () => {} }: {
    port?: number;
    log?: (line: string) => void;
  } = {},
) {
  const listener = Deno.listen({ hostname: "127.0.0.1", port });
  let current: Deno.Conn | undefined;
  const finished = (async () => {
    for await (const conn of listener) {
      current = conn;
      const buffer = new Uint8Array(1024);
      try {
        for (let n; (n = await conn.read(buffer)) !== null;) {
          const text = new TextDecoder().decode(buffer.subarray(0, n));
          log(`Server recv: ${text}`);
          let rest = new TextEncoder().encode("OK!!!");
          while (rest.length > 0) {
            rest = rest.subarray(await conn.write(rest));
          }
          if (text === "exit") break;
        }
        log("Client quit!!!");
      } catch {
        // The client is gone.
      }
      try {
        conn.close();
      } catch {
        // stop() has closed it.
      }
    }
  })();
  return {
    addr: listener.addr,
    finished,
    async stop() {
      try {
        listener.close();
        current?.close();
      } catch {
        // Closed already.
      }
      await finished;
    },
  };
}
