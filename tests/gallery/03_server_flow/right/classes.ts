class Connection {
  readonly ended: Promise<void>;
  readonly #conn: Deno.Conn;
  #open = true;

  constructor(conn: Deno.Conn, log: (line: string) => void) {
    this.#conn = conn;
    this.ended = this.#run(log).catch(() => {}).then(() => this.close());
  }

  async #run(log: (line: string) => void): Promise<void> {
    const decoder = new TextDecoder();
    while (this.#open) {
      const buffer = new Uint8Array(256);
      const n = await this.#conn.read(buffer);
      if (n === null) {
        log("Client quit!!!");
        return;
      }
      const chunk = buffer.slice(0, n);
      log("Server recv: " + decoder.decode(chunk, { stream: true }));
      for (let rest = Uint8Array.from([79, 75, 33, 33, 33]); rest.length > 0;) {
        rest = rest.subarray(await this.#conn.write(rest));
      }
      if (String.fromCharCode(...chunk) === "exit") return;
    }
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#conn.close();
  }
}

class TcpServer {
  readonly finished: Promise<void>;
  readonly #listener: Deno.TcpListener;
  readonly #log: (line: string) => void;
  readonly #connections: Connection[] = [];
  readonly #done = Promise.withResolvers<void>();
  #running = true;

  constructor(port: number, log: (line: string) => void) {
    this.#listener = Deno.listen({ hostname: "127.0.0.1", port });
    this.#log = log;
    this.finished = this.#done.promise;
    this.#accept();
  }

  get addr(): Deno.NetAddr {
    return this.#listener.addr as Deno.NetAddr;
  }

  #accept(): void {
    this.#listener.accept().then((conn) => {
      const connection = new Connection(conn, this.#log);
      this.#connections.push(connection);
      if (!this.#running) connection.close();
    }, () => {}).then(() => {
      if (this.#running) return this.#accept();
      Promise.all(this.#connections.map((each) => each.ended)).then(() =>
        this.#done.resolve()
      );
    });
  }

  stop(): Promise<void> {
    if (this.#running) {
      this.#running = false;
      this.#listener.close();
      for (const connection of this.#connections) connection.close();
    }
    return this.finished;
  }
}

export type Server = TcpServer;

export function startServer(
  options: { port?: number; log?: (line: string) => void } = {},
): Server {
  return new TcpServer(options.port ?? 0, options.log ?? (() => {}));
}
