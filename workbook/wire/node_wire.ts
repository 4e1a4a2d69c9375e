/**
 * Wires that can send RST: sockets of `node:net`.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import net from "node:net";
import type { Endpoint } from "../endpoint.ts";
import type { Wire, WireListener } from "./wire.ts";

/** A wire over a socket of `node:net`. */
function nodeWire(socket: net.Socket): Wire {
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
export async function connectNode(server: Endpoint): Promise<Wire> {
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

/** Listens on port 0 of an address. */
export async function listenNode(hostname: string): Promise<WireListener> {
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
