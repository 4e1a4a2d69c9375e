/** A connection to end, its rows, and a client that can reset. */
import { once } from "node:events";
import net from "node:net";
import {
  type DemoEvent,
  type Ends,
  isBetween,
  type Kernel,
  type Opened,
} from "../../workbook/demo/kit.ts";
import type { SocketRow } from "../../workbook/kernel/mod.ts";

const hostname = "127.0.0.1";
/** What Deno calls for `conn.close()`. */
export const CLOSE = ["shutdown(fd, SHUT_WR)", "close(fd)"];
/** Five bytes, as in `write("hello")`. */
export const HELLO = new TextEncoder().encode("hello");
/** Room for a read. */
export const buffer = new Uint8Array(100);

/** The rows of one connection. */
export interface Shown {
  ends: Ends & { client: number; server: number };
  /** Shows its rows as soon as a condition holds. */
  rows(
    condition: (rows: SocketRow[]) => boolean,
  ): AsyncGenerator<DemoEvent, SocketRow[], void>;
}

/** Both ends of a connection on loopback. */
export interface Connection extends Shown {
  client: Deno.TcpConn;
  server: Deno.TcpConn;
}

/** A connection whose client can send RST: Deno's own cannot. */
export interface Resettable extends Shown {
  socket: net.Socket;
  server: Deno.TcpConn;
}

function shown(kernel: Kernel, client: number, server: number): Shown {
  const watch = {
    ports: [server, client],
    mine: isBetween(client, server),
    label: ({ local, owned, state }: SocketRow) => {
      const side = local.port === server ? "server" : "client";
      const isOrphan = owned === false && state !== "TIME_WAIT";
      return isOrphan ? `${side}, no descriptor` : side;
    },
  };
  return { ends: { client, server }, rows: (when) => kernel(watch, when) };
}

/** Makes a connection of two Deno ends. */
export async function connect(
  kernel: Kernel,
  open: Opened,
): Promise<Connection> {
  using listener = Deno.listen({ hostname, port: 0 });
  const { port } = listener.addr;
  const client = open.keep(await Deno.connect({ hostname, port }));
  const server = open.keep(await listener.accept());
  return { client, server, ...shown(kernel, client.localAddr.port, port) };
}

/** Makes a connection whose client is a socket of `node:net`. */
export async function connectResettable(
  kernel: Kernel,
  open: Opened,
): Promise<Resettable> {
  using listener = Deno.listen({ hostname, port: 0 });
  const { port } = listener.addr;
  const socket = net.connect(port, hostname);
  open.keep({ close: () => socket.destroy() });
  await once(socket, "connect");
  const server = open.keep(await listener.accept());
  return { socket, server, ...shown(kernel, socket.localPort ?? 0, port) };
}
