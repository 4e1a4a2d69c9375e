import {
  LineDecoder as Lines,
  type Server,
} from "../../../../solutions/07_byte_stream.ts";
export * from "../../../../solutions/07_byte_stream.ts";

/** The chunks of a connection. Unlike `conn.readable` this closes nothing. */
function chunksOf(conn: Deno.Conn): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const buffer = new Uint8Array(512);
      const n = await conn.read(buffer);
      if (n === null) controller.close();
      else controller.enqueue(buffer.subarray(0, n));
    },
  });
}

function linesOf(conn: Deno.Conn): ReadableStream<string> {
  const lines = new Lines();
  return chunksOf(conn).pipeThrough(
    new TransformStream<Uint8Array, string>({
      transform(chunk, controller) {
        for (const line of lines.push(chunk)) controller.enqueue(line);
      },
      flush(controller) {
        const rest = lines.end();
        if (rest !== null) controller.enqueue(rest);
      },
    }),
  );
}

export function startLineServer(
  options: { port?: number; log?: (line: string) => void } = {},
): Server {
  const log = options.log ?? (() => {});
  const listener = Deno.listen({
    hostname: "127.0.0.1",
    port: options.port ?? 0,
  });
  const open = new Map<Deno.Conn, Promise<void>>();
  let running = true;

  async function serve(conn: Deno.Conn): Promise<void> {
    try {
      for await (const line of linesOf(conn)) {
        log(`Server recv: ${line}`);
        let answer = new TextEncoder().encode("OK!!!");
        while (answer.length) answer = answer.slice(await conn.write(answer));
        if (line === "exit") return;
      }
      log("Client quit!!!");
    } catch {
      // Gone.
    } finally {
      try {
        conn.close();
      } catch {
        // stop() was first.
      }
      open.delete(conn);
    }
  }

  async function run(): Promise<void> {
    while (running) {
      const conn = await listener.accept().catch(() => null);
      if (!conn) continue;
      if (running) open.set(conn, serve(conn));
      else conn.close();
    }
    await Promise.all(open.values());
  }

  const finished = run();
  return {
    addr: listener.addr as Deno.NetAddr,
    finished,
    stop() {
      if (running) {
        running = false;
        listener.close();
        for (const conn of open.keys()) conn.close();
      }
      return finished;
    },
  };
}
