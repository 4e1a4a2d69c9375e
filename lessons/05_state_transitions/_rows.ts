import {
  areIn,
  type DemoEvent,
  isBetween,
  type Kernel,
  type Opened,
  state,
  tryCall,
} from "../../workbook/demo/kit.ts";
import type { SocketRow } from "../../workbook/kernel/mod.ts";
import type { TcpState } from "../../workbook/tcp/mod.ts";

/** What the steps share. */
export interface Shared {
  open: Opened;
  kernel: Kernel;
  /** Its accept queue has room for one connection. */
  listener: Deno.TcpListener;
}

/** A server's port; with a client's, the connection between them. */
export interface Ports {
  client?: number;
  server: number;
  /** The end whose state is marked in the diagram. Default: the client. */
  marked?: "client" | "server";
}

/** Which end of its connection a row is; a socket that dialled itself is both. */
function nameOf({ local, remote, state }: SocketRow, server: number) {
  if (local.port === remote.port) return;
  if (remote.port === server) return "client";
  return state === "LISTEN" ? "listener" : "server's end";
}

/**
 * Shows the rows between two ports as soon as they are in these states, or all
 * rows of a server. The state of one end of a connection is then marked in the
 * diagram.
 *
 * @returns The rows; none where the table cannot be read.
 */
export async function* kernelShows(
  kernel: Kernel,
  { client, server, marked = "client" }: Ports,
  ...states: TcpState[]
): AsyncGenerator<DemoEvent, SocketRow[], void> {
  const rows = yield* kernel({
    ports: [server, client ?? server],
    mine: client === undefined ? undefined : isBetween(client, server),
    label: (row) => nameOf(row, server),
  }, areIn(...states));
  if (client === undefined || client === server) return rows;
  const port = marked === "client" ? client : server;
  const row = rows.find(({ local }) => local.port === port);
  if (row) yield state(`${marked} ${port}`, row.state);
  return rows;
}

/** Writes until the kernel takes no more, and shows how many bytes it took. */
export async function fill(name: string, conn: Deno.Conn): Promise<DemoEvent> {
  return await tryCall(
    `await ${name}.write(new Uint8Array(2 ** 24))`,
    () => conn.write(new Uint8Array(2 ** 24)),
    "send(fd, …, MSG_NOSIGNAL)",
  );
}

/** Reads to the end of stream: how many bytes came before it. */
export async function drain(conn: Deno.Conn): Promise<string> {
  const buffer = new Uint8Array(2 ** 18);
  let bytes = 0;
  for (let n; (n = await conn.read(buffer)) !== null;) bytes += n;
  return `${bytes} bytes, then null`;
}

/** A port that nobody listens on. */
export function freePort(hostname: string): number {
  using listener = Deno.listen({ hostname, port: 0 });
  return listener.addr.port;
}
