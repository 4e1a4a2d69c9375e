import type { Endpoint } from "../../../../workbook/endpoint.ts";
import {
  decodeSockaddr,
  encodeSockaddr,
} from "../../../../solutions/02_addresses.ts";

export * from "../../../../solutions/02_addresses.ts";

class WhoAmI {
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #open = new Set<Deno.TcpConn>();
  readonly #accepting: Promise<void>;
  #stopped = false;

  constructor() {
    this.#accepting = this.#accept();
  }

  get addr(): Deno.NetAddr {
    return this.#listener.addr;
  }

  async stop(): Promise<void> {
    if (!this.#stopped) {
      this.#stopped = true;
      this.#listener.close();
      for (const conn of this.#open) this.#close(conn);
    }
    await this.#accepting;
  }

  #close(conn: Deno.TcpConn): void {
    if (this.#open.delete(conn)) conn.close();
  }

  async #accept(): Promise<void> {
    try {
      const conn = await this.#listener.accept();
      this.#open.add(conn);
      if (this.#stopped) this.#close(conn);
      else this.#tell(conn);
    } catch {
      // A connection that is gone already, or the listener is closed.
    }
    if (!this.#stopped) return await this.#accept();
  }

  #tell(conn: Deno.TcpConn): void {
    const bytes = encodeSockaddr(conn.remoteAddr, "little-endian");
    this.#send(conn, bytes).catch(() => 0).finally(() => this.#close(conn));
  }

  async #send(conn: Deno.TcpConn, bytes: Uint8Array): Promise<void> {
    if (bytes.length === 0) return;
    await this.#send(conn, bytes.subarray(await conn.write(bytes)));
  }
}

export function startWhoAmI(): { addr: Deno.NetAddr; stop(): Promise<void> } {
  return new WhoAmI();
}

/** One byte at a time; the family tells how many there are. */
export async function askWhoAmI(server: Endpoint): Promise<Endpoint | null> {
  using conn = await Deno.connect(server);
  const bytes: number[] = [];
  const byte = new Uint8Array(1);
  let wanted = 2;
  while (bytes.length < wanted && await conn.read(byte) !== null) {
    bytes.push(byte[0]);
    if (bytes.length === 2) wanted = bytes[0] === 10 ? 28 : 16;
  }
  return decodeSockaddr(Uint8Array.from(bytes), "little-endian");
}
