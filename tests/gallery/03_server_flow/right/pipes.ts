import type { Server } from "../../../../solutions/03_server_flow.ts";

type Log = (line: string) => void;

/** Turns each chunk into an answer; ends after the answer to `exit`. */
function answering(log: Log): TransformStream<Uint8Array, Uint8Array> {
  const decoder = new TextDecoder();
  return new TransformStream({
    transform(chunk, controller) {
      log("Server recv: " + decoder.decode(chunk, { stream: true }));
      controller.enqueue(new TextEncoder().encode("OK!!!"));
      if (String.fromCharCode(...chunk.subarray(0, 5)) === "exit") {
        controller.terminate();
      }
    },
    flush: () => log("Client quit!!!"),
  });
}

export function startServer(
  { port, log = () => {} }: { port?: number; log?: Log } = {},
): Server {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: port ?? 0 });
  const stopping = new AbortController();
  const { signal } = stopping;

  async function serve(conn: Deno.Conn): Promise<void> {
    const close = () => {
      try {
        conn.close();
      } catch {
        // The end of a stream has closed it.
      }
    };
    signal.addEventListener("abort", close);
    try {
      await conn.readable.pipeThrough(answering(log)).pipeTo(conn.writable);
    } catch {
      // A reset, exit, or stop().
    }
    signal.removeEventListener("abort", close);
    close();
  }

  async function accept(): Promise<void> {
    const serving = new Set<Promise<void>>();
    while (!signal.aborted) {
      const [result] = await Promise.allSettled([listener.accept()]);
      if (result.status === "rejected") continue;
      if (signal.aborted) result.value.close();
      else serving.add(serve(result.value));
    }
    await Promise.all(serving);
  }

  const finished = accept();
  return {
    addr: listener.addr,
    finished,
    async stop() {
      if (!signal.aborted) {
        stopping.abort();
        listener.close();
      }
      await finished;
    },
  };
}
