/** A listener and one connection of it, and the rows of that connection. */
import {
  areIn,
  type DemoEvent,
  isBetween,
  type Kernel,
  type Opened,
} from "../../workbook/demo/kit.ts";
import type { SocketRow, TcpState } from "../../workbook/kernel/mod.ts";

/** All of these sockets are here. */
export const hostname = "127.0.0.1";

/** A listener, both ends of a connection that it made, and where they are. */
export interface Connection {
  listener: Deno.TcpListener;
  client: Deno.TcpConn;
  server: Deno.TcpConn;
  /** The port of the listener, and of the server's end. */
  port: number;
  clientPort: number;
  /** Shows the two rows as soon as they are in these states. */
  rows(...states: TcpState[]): AsyncGenerator<DemoEvent, SocketRow[], void>;
}

/** Makes a connection. */
export async function connect(
  kernel: Kernel,
  open: Opened,
): Promise<Connection> {
  const listener = open.keep(Deno.listen({ hostname, port: 0 }));
  const { port } = listener.addr;
  const client = open.keep(await Deno.connect({ hostname, port }));
  const server = open.keep(await listener.accept());
  const clientPort = client.localAddr.port;
  const watch = {
    ports: [port, clientPort],
    mine: isBetween(clientPort, port),
    label: ({ local }: SocketRow) => local.port === port ? "server" : "client",
  };
  const rows = (...states: TcpState[]) => kernel(watch, areIn(...states));
  return { listener, client, server, port, clientPort, rows };
}

/** Ends a connection: first one side, then, when it has read null, the other. */
export async function end(
  first: Deno.TcpConn,
  second: Deno.TcpConn,
): Promise<void> {
  first.close();
  await second.read(new Uint8Array(1));
  second.close();
}
