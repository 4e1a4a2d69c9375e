/** What every step of this demonstration needs: a connection, a call, the rows. */
import type {
  CallEvent,
  DemoEvent,
  Segment,
  SegmentsEvent,
} from "../../workbook/demo/events.ts";
import {
  rowKey,
  type SocketRow,
  TimeoutError,
  until,
} from "../../workbook/kernel/mod.ts";

/** Both ends of a connection on loopback. */
export interface Connection {
  client: Deno.TcpConn;
  server: Deno.TcpConn;
  clientPort: number;
  serverPort: number;
  /** Whether the kernel's rows can be read here. */
  hasRows: boolean;
}

/** Closes what the demonstration has opened, also what a step closed before. */
export function closeAll(connections: Connection[]): void {
  for (const conn of connections.flatMap((it) => [it.client, it.server])) {
    try {
      conn.close();
    } catch {
      // Closed by a step.
    }
  }
}

/** Makes a connection; its listener is closed again at once. */
export async function connection(hasRows: boolean): Promise<Connection> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const serverPort = listener.addr.port;
  try {
    const [client, server] = await Promise.all([
      Deno.connect({ hostname: "127.0.0.1", port: serverPort }),
      listener.accept(),
    ]);
    const clientPort = client.localAddr.port;
    return { client, server, clientPort, serverPort, hasRows };
  } finally {
    listener.close();
  }
}

/**
 * Makes a call, and tells what it gave or threw.
 *
 * @param deno The call as it is shown.
 * @param run The call itself.
 * @param c The C calls beneath it.
 */
export async function call(
  deno: string,
  run: () => unknown,
  ...c: string[]
): Promise<CallEvent> {
  let result: string | undefined;
  try {
    const value = await run();
    if (value !== undefined) result = String(value);
  } catch (error) {
    const { name, message } = error as Error;
    result = `${name}: ${message}`;
  }
  return { type: "call", deno, c, result };
}

/**
 * The kernel's rows of a connection, once a condition holds; the last rows
 * read if it does not hold in time; nothing where they cannot be read.
 */
export async function* rows(
  { clientPort, serverPort, hasRows }: Connection,
  condition: (rows: SocketRow[]) => boolean,
): AsyncGenerator<DemoEvent> {
  if (!hasRows) return;
  // A port may stand in other rows too: an older connection in TIME_WAIT.
  const own = (all: SocketRow[]) =>
    all.filter(({ local, remote }) =>
      local.port === clientPort && remote.port === serverPort ||
      local.port === serverPort && remote.port === clientPort
    );
  let seen: SocketRow[];
  try {
    const ports = [serverPort, clientPort];
    seen = own(await until((all) => condition(own(all)), { ports }));
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error;
    seen = own(error.rows);
  }
  const labels: Record<string, string> = {};
  for (const row of seen) {
    const side = row.local.port === serverPort ? "server" : "client";
    const isOrphan = row.owned === false && row.state !== "TIME_WAIT";
    labels[rowKey(row)] = isOrphan ? `${side}, no descriptor` : side;
  }
  yield { type: "rows", rows: seen, labels };
}

/** The server's end has sent FIN and had it acknowledged; the client's has received it. */
export function halfClosed(seen: SocketRow[]): boolean {
  return seen.some((row) => row.state === "FIN_WAIT_2") &&
    seen.some((row) => row.state === "CLOSE_WAIT");
}

/** Segments between the two ends, under their ports. */
export function picture(
  { clientPort, serverPort }: Connection,
  segments: Segment[],
): SegmentsEvent {
  const [client, server] = [`client ${clientPort}`, `server ${serverPort}`];
  return { type: "segments", client, server, segments };
}
