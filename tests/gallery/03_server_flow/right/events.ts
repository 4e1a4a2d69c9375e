import type { Server } from "../../../../solutions/03_server_flow.ts";

/** A connection that tells of its data, its end and its close. */
class Client extends EventTarget {
  #conn: Deno.Conn;
  #closed = false;

  constructor(conn: Deno.Conn) {
    super();
    this.#conn = conn;
  }

  async run(): Promise<void> {
    const buffer = new Uint8Array(128);
    while (!this.#closed) {
      const n = await this.#conn.read(buffer).catch(() => undefined);
      if (n === undefined) this.close();
      else if (n === null) this.dispatchEvent(new Event("end"));
      else {
        const detail = buffer.slice(0, n);
        const event = new CustomEvent("data", { detail });
        this.dispatchEvent(event);
        await this.#answered;
      }
    }
    this.dispatchEvent(new Event("close"));
  }

  #answered: Promise<void> = Promise.resolve();

  send(text: string): void {
    this.#answered = this.#send(new TextEncoder().encode(text));
  }

  async #send(rest: Uint8Array): Promise<void> {
    try {
      while (rest.length) rest = rest.subarray(await this.#conn.write(rest));
    } catch {
      this.close();
    }
  }

  async end(): Promise<void> {
    await this.#answered;
    this.close();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#conn.close();
  }
}

export function startServer(
  options: { port?: number; log?: (line: string) => void } = {},
): Server {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: options.port });
  const clients = new Map<Client, Promise<unknown>>();
  let up = true;

  function welcome(client: Client): void {
    let ended: Promise<void> | undefined;
    client.addEventListener("data", (event) => {
      const { detail } = event as CustomEvent<Uint8Array>;
      const text = new TextDecoder().decode(detail);
      options.log?.(`Server recv: ${text}`);
      client.send("OK!!!");
      if (text === "exit") ended = client.end();
    });
    client.addEventListener("end", () => {
      options.log?.("Client quit!!!");
      client.close();
    });
    client.addEventListener("close", () => clients.delete(client));
    clients.set(client, client.run().then(() => ended));
  }

  const finished = (function again(): Promise<void> {
    return listener.accept().then(
      (conn) => up ? welcome(new Client(conn)) : conn.close(),
      () => {},
    ).then(async () => {
      if (up) return await again();
      await Promise.all(clients.values());
    });
  })();

  return {
    get addr() {
      return listener.addr;
    },
    finished,
    async stop() {
      if (up) listener.close();
      up = false;
      [...clients.keys()].forEach((client) => client.close());
      await finished;
    },
  };
}
