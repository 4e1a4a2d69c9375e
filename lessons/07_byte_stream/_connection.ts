/** A connection to demonstrate with, and its rows. */
import {
  type DemoEvent,
  isBetween,
  type Kernel,
  type Opened,
} from "../../workbook/demo/kit.ts";
import type { SocketRow } from "../../workbook/kernel/mod.ts";

/** Both ends of a connection on loopback. */
export interface Connection {
  client: Deno.TcpConn;
  server: Deno.TcpConn;
  /** Writes a text, all of it. */
  say(text: string): Promise<number>;
  /** Shows both rows as soon as so many bytes wait at the server, and none elsewhere. */
  waiting(bytes: number): AsyncGenerator<DemoEvent, SocketRow[], void>;
}

/**
 * Makes a connection; its listener is closed again at once.
 *
 * @param kernel Shows the kernel's rows.
 * @param open Closes both ends when the demo is over.
 */
export async function connect(
  kernel: Kernel,
  open: Opened,
): Promise<Connection> {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { hostname, port } = listener.addr;
  const client = open.keep(await Deno.connect({ hostname, port }));
  const server = open.keep(await listener.accept());
  const watch = {
    ports: [port, client.localAddr.port],
    mine: isBetween(client.localAddr.port, port),
    label: ({ local }: SocketRow) => local.port === port ? "server" : "client",
  };
  return {
    client,
    server,
    say: (text) => client.write(new TextEncoder().encode(text)),
    waiting: (bytes) =>
      kernel(watch, (rows) =>
        rows.length === 2 &&
        rows.every(({ local, receiveQueue, sendQueue }) =>
          sendQueue === 0 && receiveQueue === (local.port === port ? bytes : 0)
        )),
  };
}
