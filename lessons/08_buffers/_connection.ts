/** A connection to demonstrate with, its rows, and its two queues as bars. */
import {
  type DemoEvent,
  type Events,
  isBetween,
  type Kernel,
  type Opened,
  unavailable,
} from "../../workbook/demo/kit.ts";
import type { SocketRow } from "../../workbook/kernel/mod.ts";

/** Both ends of a connection on loopback. The client writes, the server reads. */
export interface Connection {
  client: Deno.TcpConn;
  server: Deno.TcpConn;
  /** Shows its rows as soon as a condition holds; the client's row comes first. */
  rows(
    condition: (queues: Queues) => boolean,
  ): AsyncGenerator<DemoEvent, Queues | null, void>;
}

/** Bytes in the queues of the direction from client to server. */
export interface Queues {
  /** The client's send queue: taken from the program, not yet acknowledged. */
  send: number;
  /** The server's receive queue: arrived, not yet read by the program. */
  receive: number;
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
    label: (row: SocketRow) => row.local.port === port ? "server" : "client",
  };
  return {
    client,
    server,
    async *rows(condition) {
      const met = (rows: SocketRow[]) => {
        const queues = queuesOf(rows, port);
        return queues !== null && condition(queues);
      };
      return queuesOf(yield* kernel(watch, met), port);
    },
  };
}

function queuesOf(rows: SocketRow[], serverPort: number): Queues | null {
  const server = rows.find((row) => row.local.port === serverPort);
  const client = rows.find((row) => row.local.port !== serverPort);
  const [send, receive] = [client?.sendQueue, server?.receiveQueue];
  if (typeof send !== "number" || typeof receive !== "number") return null;
  return { send, receive };
}

/**
 * The two queues as bars.
 *
 * @param queues What is in them; `null` if the system does not tell.
 * @param capacity The bytes that a full bar stands for.
 */
export async function* bars(queues: Queues | null, capacity: number): Events {
  if (queues === null) {
    yield unavailable("This system does not show the queues.");
    return;
  }
  yield {
    type: "queues",
    queues: [
      { name: "client's send queue", bytes: queues.send, capacity },
      { name: "server's receive queue", bytes: queues.receive, capacity },
    ],
  };
}
