/**
 * A state of a socket, and whether the kernel's table shows it.
 *
 * @module
 */
import {
  formatEndpoint,
  rowKey,
  type SocketRow,
  type SocketTableSource,
  TimeoutError,
  until,
} from "../../kernel/mod.ts";
import { LIMITS } from "../../sandbox/limits.ts";
import type { Wrong } from "../../sandbox/fault.ts";
import type { TcpState } from "../../tcp/mod.ts";
import { busyUntil } from "./quiet.ts";

/** A state, and the port that shows it. */
export interface PortState {
  state: TcpState;
  /** The local port of its row; of SYN_SENT the remote one. */
  port: number;
}

/**
 * So often the table is read before a state is missing, also where a busy machine
 * takes long for each: the kernel tells the table in pieces, and a row is in none
 * of them when others go meanwhile.
 */
const READINGS = 8;

/** Which end of its row a state is known by. */
export const endOf = (state: TcpState): "local" | "remote" =>
  state === "SYN_SENT" ? "remote" : "local";

/** The rows of one port, at either end. */
const ofPort = (rows: SocketRow[], port: number) =>
  rows.filter((row) => row.local.port === port || row.remote.port === port);

/** Whether one row shows the state, perhaps for the moment. */
const shows = (row: SocketRow, { state, port }: PortState) =>
  row.state === state && row[endOf(state)].port === port;

/** Whether somebody listens on a port. */
const isListening = (rows: SocketRow[], port: number) =>
  rows.some((row) => row.state === "LISTEN" && row.local.port === port);

/** The name of the row at the other end of a connection. */
const otherEnd = ({ local, remote }: SocketRow) =>
  rowKey({ local: remote, remote: local });

/**
 * The rows of a state: both ends of its connection, and where its port listens
 * all rows of the port. A port that only connects may be that of a stranger's
 * connection, too: two connections to two servers may have one.
 *
 * @param all The table.
 * @param shown The state, which is in it.
 */
export function rowsOf(all: SocketRow[], shown: PortState): SocketRow[] {
  const { port } = shown;
  const rows = ofPort(all, port);
  if (isListening(rows, port)) return rows;
  const ends = new Set(
    rows.filter((row) => shows(row, shown))
      .flatMap((row) => [rowKey(row), otherEnd(row)]),
  );
  return rows.filter((row) => ends.has(rowKey(row)));
}

/** Whether these states, all of one port, are connections of their own: nobody listens there, and each has a row. */
export function hasRowsOf(all: SocketRow[], states: PortState[]): boolean {
  const rows = all.filter((row) => states.some((one) => shows(row, one)));
  return !isListening(all, states[0].port) && rows.length >= states.length;
}

/** The rows of a port as one line of a fault: `127.0.0.1:4000 > 0.0.0.0:0 LISTEN`. */
export function rowsInWords(rows: SocketRow[], port: number): string {
  return ofPort(rows, port).map(({ local, remote, state }) =>
    `${formatEndpoint(local)} > ${formatEndpoint(remote)} ${state}`
  ).join("; ") || "no row with that port";
}

/** Whether these rows show the state, and not only for the moment. */
export function isShown(all: SocketRow[], one: PortState): boolean {
  const { state, port } = one;
  const rows = ofPort(all, port);
  if (state === "CLOSED") return rows.every((row) => row.state === "CLOSED");
  return rows.some((row) => {
    if (!shows(row, one)) return false;
    if (state !== "FIN_WAIT_1") return true;
    // A FIN that has arrived will be acknowledged: FIN_WAIT_1 is over then.
    const other = otherEnd(row);
    return rows.every((each) =>
      rowKey(each) !== other || each.state === "ESTABLISHED"
    );
  });
}

/**
 * Waits until a reading of the kernel's table holds.
 *
 * @param source The table.
 * @param ports Only rows with one of these ports are looked at.
 * @param condition Told the rows of each reading.
 * @param otherwise The fault, told the rows of the last one.
 * @param withinMs When it must hold. By default there is time for several readings.
 * @throws {Wrong} If none holds in time.
 */
export async function awaitRows(
  source: SocketTableSource,
  ports: readonly number[],
  condition: (rows: SocketRow[]) => boolean,
  otherwise: (rows: SocketRow[]) => Wrong,
  withinMs?: number,
): Promise<SocketRow[]> {
  try {
    return await busyUntil(
      until(condition, {
        ports,
        source,
        withinMs: withinMs ?? LIMITS.replyMs,
        readings: withinMs === undefined ? READINGS : 1,
      }),
    );
  } catch (error) {
    throw error instanceof TimeoutError ? otherwise(error.rows) : error;
  }
}
