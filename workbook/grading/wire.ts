/**
 * The two kinds of sockets a scripted peer can be made of. Deno's own are the
 * rule; only `node:net` can reset a connection, because `Deno.Conn.close()`
 * sends a FIN first. It takes 12 ms to load, so it is loaded when it is needed.
 *
 * @module
 */
import type { Endpoint } from "../endpoint.ts";
import { real } from "./real_sockets.ts";
import { session } from "./session.ts";

/** What a peer needs of a connection. */
export interface Wire {
  readonly local: Endpoint;
  readonly remote: Endpoint;
  /** Bytes that came, at least one; `null` at end of stream. Rejects after a reset. */
  read(): Promise<Uint8Array | null>;
  /** Hands all bytes to the kernel. */
  write(data: Uint8Array): Promise<void>;
  /** Bytes that the kernel has taken so far. */
  readonly sent: number;
  closeWrite(): Promise<void>;
  close(): void;
  /** Sends RST. Only a wire of `node:net` can. */
  reset(): void;
}

/** A wire over one of Deno's connections. */
export function denoWire(conn: Deno.TcpConn): Wire {
  const buffer = new Uint8Array(65536);
  // A peer's small writes must not wait for each other (RFC 9293 section 3.7.4).
  conn.setNoDelay(true);
  let taken = 0;
  return {
    get sent() {
      return taken;
    },
    local: endpoint(conn.localAddr),
    remote: endpoint(conn.remoteAddr),
    async read() {
      const n = await conn.read(buffer);
      return n === null ? null : buffer.slice(0, n);
    },
    async write(data) {
      for (let sent = 0; sent < data.length;) {
        const n = await conn.write(data.subarray(sent));
        sent += n;
        taken += n;
      }
    },
    closeWrite: () => conn.closeWrite(),
    close: () => conn.close(),
    reset: () => {
      if (session.reset) return session.reset(conn);
      throw new Error(
        "Cannot reset a Deno connection: ask for { canReset: true }",
      );
    },
  };
}

const endpoint = ({ hostname, port }: Deno.NetAddr): Endpoint => ({
  hostname,
  port,
});

/** Connects a wire. */
export async function connectWire(
  server: Endpoint,
  canReset: boolean,
): Promise<Wire> {
  if (!canReset || session.reset) return denoWire(await real.connect(server));
  const { connectNode } = await import("./node_wire.ts");
  return await connectNode(server);
}

/** A listener of wires on loopback. */
export interface WireListener {
  readonly endpoint: Endpoint;
  accept(): Promise<Wire>;
  close(): void;
}

/** Listens on loopback, port 0. */
export async function listenWire(
  hostname: string,
  canReset: boolean,
): Promise<WireListener> {
  if (!canReset || session.reset) {
    const listener = real.listen({ hostname, port: 0 });
    return {
      endpoint: endpoint(listener.addr),
      accept: async () => denoWire(await listener.accept()),
      close: () => listener.close(),
    };
  }
  const { listenNode } = await import("./node_wire.ts");
  return await listenNode(hostname);
}
