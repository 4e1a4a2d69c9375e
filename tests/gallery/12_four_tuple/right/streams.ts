import type { Server } from "../../../../solutions/12_four_tuple.ts";

export * from "../../../../solutions/12_four_tuple.ts";

function lines(): TransformStream<string, string> {
  let rest = "";
  return new TransformStream({
    transform(chunk, controller) {
      const parts = (rest + chunk).split("\n");
      rest = parts.pop()!;
      for (const part of parts) controller.enqueue(part.replace(/\r$/, ""));
    },
  });
}

export function startChat(options: { port?: number } = {}): Server {
  const listener = Deno.listen({
    hostname: "127.0.0.1",
    port: options.port ?? 0,
  });
  const queues = new Map<
    Deno.TcpConn,
    ReadableStreamDefaultController<Uint8Array>
  >();
  const encoder = new TextEncoder();
  const serving = new Set<Promise<unknown>>();
  const stopping = new AbortController();

  function leave(conn: Deno.TcpConn): void {
    const queue = queues.get(conn);
    if (!queue) return;
    queues.delete(conn);
    queue.error("left");
    try {
      conn.close();
    } catch {
      // A stream has closed it.
    }
  }

  async function write(
    conn: Deno.TcpConn,
    queue: ReadableStream<Uint8Array>,
  ): Promise<void> {
    for await (const line of queue) {
      for (let sent = 0; sent < line.length;) {
        sent += await conn.write(line.subarray(sent));
      }
    }
  }

  async function* chunks(
    conn: Deno.TcpConn,
  ): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    while (true) {
      const buffer = new Uint8Array(16_384);
      const n = await conn.read(buffer);
      if (n === null) return;
      yield buffer.subarray(0, n);
    }
  }

  async function read(conn: Deno.TcpConn): Promise<void> {
    const text = ReadableStream.from(chunks(conn))
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(lines());
    for await (const line of text) {
      const data = encoder.encode(line + "\n");
      for (const [other, queue] of queues) {
        if (other !== conn) queue.enqueue(data);
      }
    }
  }

  function join(conn: Deno.TcpConn): void {
    const queue = new ReadableStream<Uint8Array>({
      start: (controller) => void queues.set(conn, controller),
    });
    const end = () => leave(conn);
    const work = Promise.all([
      write(conn, queue).then(end, end),
      read(conn).then(end, end),
    ]);
    serving.add(work);
    work.finally(() => serving.delete(work));
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const conn = await listener.accept().catch(() => null);
      if (!conn) continue;
      join(conn);
      if (stopping.signal.aborted) leave(conn);
    }
    await Promise.all(serving);
  }

  const finished = run();
  return {
    addr: listener.addr,
    finished,
    stop() {
      if (!stopping.signal.aborted) {
        stopping.abort();
        listener.close();
        [...queues.keys()].forEach(leave);
      }
      return finished;
    },
  };
}
