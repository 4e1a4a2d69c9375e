import {
  areIn,
  call,
  type Events,
  isBetween,
  type Kernel,
  Opened,
  say,
  step,
  type Watch,
} from "../../workbook/demo/kit.ts";
import { formatEndpoint, type SocketRow } from "../../workbook/kernel/mod.ts";

const hostname = "127.0.0.1";

/** A connection between two ports, and its rows. */
export interface Connection {
  /** The client's end. */
  conn: Deno.TcpConn;
  /** The server's end. */
  server: Deno.TcpConn;
  ends: { client: number; server: number };
  watch: Watch;
  /** Whether a row is the client's. */
  ofClient(row: SocketRow): boolean;
}

/** Opens a connection; its listener is closed. */
export async function connection(open: Opened): Promise<Connection> {
  using listener = Deno.listen({ hostname, port: 0 });
  const { port } = listener.addr;
  const conn = open.keep(await Deno.connect({ hostname, port }));
  const server = open.keep(await listener.accept());
  const ends = { client: conn.localAddr.port, server: port };
  const ofClient = (row: SocketRow) => row.local.port === ends.client;
  const watch = {
    ports: [ends.client],
    mine: isBetween(ends.client, ends.server),
    label: (row: SocketRow) => ofClient(row) ? "client" : "server side",
  };
  return { conn, server, ends, watch, ofClient };
}

/** A client connects, and has a port that nobody named. */
export async function* connected(kernel: Kernel): Events {
  yield step(1, "A client connects, and has a port that nobody named");
  using open = new Opened();
  const { conn, ends, watch } = await connection(open);
  const local = formatEndpoint(conn.localAddr);
  yield call(
    `await Deno.connect({ hostname: "${hostname}", port: ${ends.server} })`,
    `${local} to ${formatEndpoint(conn.remoteAddr)}`,
    "fd = socket(AF_INET, SOCK_STREAM, 0)",
    `connect(fd, ${hostname}:${ends.server})`,
    `getsockname(fd) gives ${local}`,
  );
  yield* kernel(watch, areIn("ESTABLISHED", "ESTABLISHED"));
  yield say(`The kernel chose port ${ends.client} for the client.`);
}
