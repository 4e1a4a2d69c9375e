// Right: answers all lines of a read with one write; a class for each connection.
import {
  LineDecoder,
  type Server,
} from "../../../../solutions/07_byte_stream.ts";
export {
  encodeFrame,
  FrameDecoder,
  LineDecoder,
  readExactly,
} from "../../../../solutions/07_byte_stream.ts";

type Log = (line: string) => void;

class Client {
  readonly done: Promise<void>;
  readonly #conn: Deno.TcpConn;
  readonly #log: Log;
  readonly #lines = new LineDecoder();
  #isOpen = true;

  constructor(conn: Deno.TcpConn, log: Log) {
    this.#conn = conn;
    this.#log = log;
    this.done = this.#serve().catch(() => {}).finally(() => this.close());
  }

  close(): void {
    if (this.#isOpen) this.#conn.close();
    this.#isOpen = false;
  }

  async #serve(): Promise<void> {
    // A small buffer: nobody sees a difference.
    const buffer = new Uint8Array(7);
    while (true) {
      const n = await this.#conn.read(buffer);
      if (n === null) break;
      const lines = this.#lines.push(buffer.subarray(0, n));
      const exit = lines.indexOf("exit");
      await this.#answer(exit < 0 ? lines : lines.slice(0, exit + 1));
      if (exit >= 0) return;
    }
    const rest = this.#lines.end();
    await this.#answer(rest === null ? [] : [rest]);
    this.#log("Client quit!!!");
  }

  async #answer(lines: string[]): Promise<void> {
    let answers = new TextEncoder().encode("OK!!!".repeat(lines.length));
    for (const line of lines) this.#log("Server recv: " + line);
    while (answers.length > 0) {
      answers = answers.subarray(await this.#conn.write(answers));
    }
  }
}

export function startLineServer(
  { port = 0, log = (_: string) => {} }: { port?: number; log?: Log } = {},
): Server {
  const listener = Deno.listen({ hostname: "127.0.0.1", port });
  const clients = new Set<Client>();
  let isStopped = false;
  const finished = (async () => {
    while (!isStopped) {
      try {
        const client = new Client(await listener.accept(), log);
        clients.add(client);
        client.done.then(() => clients.delete(client));
        if (isStopped) client.close();
      } catch {
        // A client that is gone already, or stop().
      }
    }
    await Promise.all([...clients].map(({ done }) => done));
  })();
  return {
    addr: listener.addr as Deno.NetAddr,
    finished,
    async stop() {
      if (!isStopped) listener.close();
      isStopped = true;
      for (const client of clients) client.close();
      await finished;
    },
  };
}
