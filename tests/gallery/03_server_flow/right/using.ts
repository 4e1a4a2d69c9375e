import type { Server } from "../../../../solutions/03_server_flow.ts";

async function serve(
  accepted: Deno.Conn,
  signal: AbortSignal,
  log: (line: string) => void,
): Promise<void> {
  using conn = accepted;
  if (signal.aborted) return;
  const abort = () => conn.close();
  signal.addEventListener("abort", abort, { once: true });
  try {
    const buffer = new Uint8Array(4096);
    let n: number | null;
    while ((n = await conn.read(buffer)) !== null) {
      const text = new TextDecoder().decode(buffer.subarray(0, n));
      const answer = new TextEncoder().encode("OK!!!");
      let sent = 0;
      do {
        sent += await conn.write(answer.subarray(sent));
      } while (sent < answer.length);
      setTimeout(() => log(`Server recv: ${text}`), 0);
      if (text === "exit") return;
    }
    setTimeout(() => log("Client quit!!!"), 0);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

export function startServer(
  options: { port?: number; log?: (line: string) => void } = {},
): Server {
  const { port = 0, log = () => {} } = options;
  const listener = Deno.listen({ port, hostname: "127.0.0.1" });
  const addr = listener.addr as Deno.NetAddr;
  const controller = new AbortController();
  const all: Promise<void>[] = [];
  const finished = new Promise<void>((resolve) => {
    const next = async () => {
      try {
        const conn = await listener.accept();
        all.push(serve(conn, controller.signal, log).catch(() => {}));
      } catch {
        // Closed, or a connection that was reset in the queue.
      }
      if (!controller.signal.aborted) return next();
      await Promise.all(all);
      // The lines that wait in timers come first.
      setTimeout(resolve, 0);
    };
    next();
  });
  return {
    addr,
    finished,
    stop: async () => {
      if (!controller.signal.aborted) {
        controller.abort();
        listener.close();
      }
      await finished;
    },
  };
}
