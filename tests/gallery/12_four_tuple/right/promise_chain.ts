import type { Server } from "../../../../solutions/12_four_tuple.ts";

export * from "../../../../solutions/12_four_tuple.ts";

const encoder = new TextEncoder();

export function startChat({ port = 0 }: { port?: number } = {}): Server {
  const listener = Deno.listen({ hostname: "127.0.0.1", port });
  const chains = new Map<Deno.TcpConn, Promise<void>>();
  const work: Promise<void>[] = [];
  let isOver = false;

  function leave(conn: Deno.TcpConn): void {
    if (chains.delete(conn)) conn.close();
  }

  async function write(conn: Deno.TcpConn, data: Uint8Array): Promise<void> {
    try {
      while (data.length > 0) data = data.subarray(await conn.write(data));
    } catch {
      leave(conn);
    }
  }

  function say(text: string, from: Deno.TcpConn): void {
    const data = encoder.encode(text + "\n");
    for (const [conn, before] of chains) {
      if (conn !== from) chains.set(conn, before.then(() => write(conn, data)));
    }
  }

  async function serve(conn: Deno.TcpConn): Promise<void> {
    const decoder = new TextDecoder();
    const buffer = new Uint8Array(64);
    let rest = "";
    try {
      while (true) {
        const n = await conn.read(buffer);
        if (n === null) break;
        rest += decoder.decode(buffer.subarray(0, n), { stream: true });
        const lines = rest.split(/\r?\n/);
        // A carriage return may be the first half of an end.
        rest = lines.pop()!;
        for (const line of lines) say(line, conn);
      }
    } catch {
      // Reset, or closed.
    }
    leave(conn);
  }

  const finished = (async () => {
    while (!isOver) {
      try {
        const conn = await listener.accept();
        if (isOver) conn.close();
        else {
          chains.set(conn, Promise.resolve());
          work.push(serve(conn));
        }
      } catch {
        // Over, or a client was gone before it was accepted.
      }
    }
    await Promise.all(work);
  })();

  return {
    addr: listener.addr,
    finished,
    async stop() {
      if (!isOver) {
        isOver = true;
        listener.close();
        for (const conn of [...chains.keys()]) leave(conn);
      }
      await finished;
    },
  };
}
