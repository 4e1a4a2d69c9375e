/**
 * The two kinds of sockets a scripted peer can be made of. Deno's own are the
 * rule; only `node:net` can reset a connection, because `Deno.Conn.close()`
 * sends a FIN first.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import net from "node:net";
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

/** A wire over a socket of `node:net`. */
export function nodeWire(socket: net.Socket): Wire {
  let failure: Error | undefined;
  let ended = false;
  let wake = () => {};
  const chunks: Uint8Array[] = [];
  socket.on("data", (chunk: Uint8Array) => {
    chunks.push(new Uint8Array(chunk));
    wake();
  });
  socket.on("end", () => {
    ended = true;
    wake();
  });
  socket.on("error", (error: Error) => {
    failure = error;
    wake();
  });
  socket.on("close", () => {
    ended = true;
    wake();
  });
  const local = {
    hostname: socket.localAddress ?? "",
    port: socket.localPort ?? 0,
  };
  const remote = {
    hostname: socket.remoteAddress ?? "",
    port: socket.remotePort ?? 0,
  };
  return {
    get sent() {
      return socket.bytesWritten;
    },
    local,
    remote,
    async read() {
      while (true) {
        const chunk = chunks.shift();
        if (chunk) return chunk;
        if (failure) throw failure;
        if (ended) return null;
        await new Promise<void>((resolve) => wake = resolve);
      }
    },
    write: (data) =>
      new Promise((resolve, reject) =>
        socket.write(
          Buffer.from(data),
          (error) => error ? reject(error) : resolve(),
        )
      ),
    closeWrite: () => new Promise((resolve) => socket.end(() => resolve())),
    close: () => socket.destroy(),
    reset: () => socket.resetAndDestroy(),
  };
}

/** Connects a wire. */
export async function connectWire(
  server: Endpoint,
  canReset: boolean,
): Promise<Wire> {
  if (!canReset || session.reset) return denoWire(await real.connect(server));
  return await new Promise((resolve, reject) => {
    const socket = net.connect({
      host: server.hostname,
      port: server.port,
      allowHalfOpen: true,
    }, () => {
      socket.off("error", reject);
      resolve(nodeWire(socket));
    });
    socket.once("error", reject);
  });
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
  const queue: Wire[] = [];
  let wake = () => {};
  const server = net.createServer({ allowHalfOpen: true }, (socket) => {
    queue.push(nodeWire(socket));
    wake();
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, hostname, () => resolve());
  });
  const address = server.address() as net.AddressInfo;
  return {
    endpoint: { hostname, port: address.port },
    async accept() {
      while (queue.length === 0) {
        await new Promise<void>((resolve) => wake = resolve);
      }
      return queue.shift()!;
    },
    close: () => void server.close(),
  };
}
