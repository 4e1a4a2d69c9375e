/** A connection to demonstrate with, its rows, and what comes to its end. */
import {
  type DemoEvent,
  type Ends,
  isBetween,
  type Kernel,
  type Opened,
} from "../../workbook/demo/kit.ts";
import type { SocketRow } from "../../workbook/kernel/mod.ts";

/** What one end sends when the other has ended its direction. */
export const LATE = new TextEncoder().encode("late line\n");
/** The C call beneath `conn.closeWrite()`. */
export const SHUTDOWN = "shutdown(fd, SHUT_WR)";
/** What Deno calls for `conn.close()`. */
export const CLOSE = [SHUTDOWN, "close(fd)"];

/** Both ends of a connection on loopback. */
export interface Connection {
  client: Deno.TcpConn;
  server: Deno.TcpConn;
  /** Their ports. */
  ends: Ends & { client: number; server: number };
  /** Shows its rows as soon as a condition holds. */
  rows(
    condition: (rows: SocketRow[]) => boolean,
  ): AsyncGenerator<DemoEvent, SocketRow[], void>;
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
  const ends = { client: client.localAddr.port, server: port };
  const watch = {
    ports: [ends.server, ends.client],
    mine: isBetween(ends.client, ends.server),
    label: (row: SocketRow) => nameOf(row, ends.server),
  };
  return { client, server, ends, rows: (when) => kernel(watch, when) };
}

function nameOf(row: SocketRow, serverPort: number): string {
  const side = row.local.port === serverPort ? "server" : "client";
  const isOrphan = row.owned === false && row.state !== "TIME_WAIT";
  return isOrphan ? `${side}, no descriptor` : side;
}

/** Ends one direction; what `closeWrite()` resolves with is of no interest. */
export async function endWriting(conn: Deno.TcpConn): Promise<void> {
  await conn.closeWrite();
}

/** Counts what arrives, up to end of stream or to an error. */
export async function receive(conn: Deno.Conn): Promise<string> {
  const buffer = new Uint8Array(65536);
  let total = 0;
  try {
    for (let n = await conn.read(buffer); n !== null;) {
      total += n;
      n = await conn.read(buffer);
    }
    return `${total} bytes, then end of stream`;
  } catch (error) {
    return `${total} bytes, then ${(error as Error).name}`;
  }
}
