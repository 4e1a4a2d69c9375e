import { formatEndpoint } from "../endpoint.ts";
import type { SocketRow } from "./row.ts";
import { localKernel, type SocketTableSource } from "./source.ts";

/**
 * Names a row: local endpoint, `>`, remote endpoint. The name stays while the
 * state changes, and the other end of a connection has the same two endpoints
 * the other way round.
 *
 * @param row The row, or its two ends.
 * @returns `127.0.0.1:4000>127.0.0.1:5000`; for a listener `127.0.0.1:4000>0.0.0.0:0`.
 */
export function rowKey(
  { local, remote }: Pick<SocketRow, "local" | "remote">,
): string {
  return `${formatEndpoint(local)}>${formatEndpoint(remote)}`;
}

/** Position of a port in the caller's list; ports that are not in it come last. */
function rank(port: number, ports: readonly number[]): number {
  const index = ports.indexOf(port);
  return index === -1 ? ports.length : index;
}

/**
 * Whether a row is the server's end of its connection. The kernel keeps no
 * such mark: the end on a listener's port is the server's, and when no
 * listener is left, the end whose port the caller named first.
 */
function isServerEnd(
  row: SocketRow,
  listening: ReadonlySet<number>,
  ports: readonly number[],
): boolean {
  const local = listening.has(row.local.port);
  if (local !== listening.has(row.remote.port)) return local;
  return rank(row.local.port, ports) < rank(row.remote.port, ports);
}

/** A text that sorts rows: listeners, then by client, then by server, then the client's end. */
function sortKey(
  row: SocketRow,
  listening: ReadonlySet<number>,
  ports: readonly number[],
): string {
  const isListener = row.state === "LISTEN";
  const isServer = !isListener && isServerEnd(row, listening, ports);
  const [client, server] = isServer
    ? [row.remote, row.local]
    : [row.local, row.remote];
  return [
    Number(!isListener),
    rank(client.port, ports),
    client.port,
    formatEndpoint(client),
    formatEndpoint(server),
    Number(isServer),
  ].map((part) => String(part).padStart(5, "0")).join(" ");
}

/**
 * Chooses the rows whose local or remote port is one of `ports`, and orders
 * them: listeners first, in the order of `ports`; then one connection after
 * the other, client end before server end. Connections come in the order in
 * which `ports` names their clients, those not named by rising client port.
 *
 * @param rows Any rows; they are left as they are.
 * @param ports The ports that matter. Name the server's before its clients'.
 * @returns A new array.
 */
export function selectRows(
  rows: readonly SocketRow[],
  ports: readonly number[],
): SocketRow[] {
  const wanted = rows.filter((row) =>
    ports.includes(row.local.port) ||
    // A listener has no remote end: its 0 is not a port.
    (row.state !== "LISTEN" && ports.includes(row.remote.port))
  );
  // Also listeners that were not asked for: they tell which end is the server's.
  const listening = new Set(
    rows.filter((row) => row.state === "LISTEN").map((row) => row.local.port),
  );
  return wanted
    .map((row) => ({ row, key: sortKey(row, listening, ports) }))
    .sort((a, b) => a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
    .map(({ row }) => row);
}

/**
 * Reads the rows that belong to some ports, and no other port's. A port may
 * have been another program's a moment ago; `newRowsOnly()` leaves out what is
 * left of that.
 *
 * @param ports The ports that matter. Name the server's before its clients'.
 * @param source Where the rows come from; this machine's kernel by default.
 * @returns Listeners, then each connection's client end and server end.
 * @throws {KernelUnavailable} If the table cannot be read.
 */
export async function rowsOf(
  ports: readonly number[],
  source: SocketTableSource = localKernel,
): Promise<SocketRow[]> {
  return selectRows(await source.rows(ports), ports);
}
