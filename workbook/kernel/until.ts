import { formatEndpoint } from "../endpoint.ts";
import type { TcpState } from "../tcp/state.ts";
import type { SocketRow } from "./row.ts";
import { selectRows } from "./select.ts";
import { localKernel, type SocketTableSource } from "./source.ts";

/** How long a condition is waited for. A state on loopback is reached within 50 ms; the rest is for a busy machine. */
const DEFAULT_WITHIN_MS = 500;

/** Pause between two readings. A reading takes about 6 ms itself. */
const PAUSE_MS = 4;

/** So many rows stand in a message at most; without `ports` the table is the whole machine's. */
const SHOWN_ROWS = 12;

/** The awaited rows did not come in time. */
export class TimeoutError extends Error {
  /** `TimeoutError`. */
  override name = "TimeoutError";
  /** The rows of the last reading. */
  readonly rows: SocketRow[];

  /**
   * Tells what did not come.
   *
   * @param message What was awaited and for how long; the rows are added to it.
   * @param rows The rows of the last reading.
   */
  constructor(message: string, rows: SocketRow[]) {
    super(`${message}, ${describe(rows)}`);
    this.rows = rows;
  }
}

/** How to wait. */
export interface UntilOptions {
  /** Longest wait in milliseconds. The last reading starts after it has passed. Default 500. */
  withinMs?: number;
  /** So often the table is read at least, however long that takes: a single reading may miss a row of a table that changes. Once by default. */
  readings?: number;
  /** Only rows with one of these ports count, ordered as by `rowsOf`. Default: all rows. */
  ports?: readonly number[];
  /** Where the rows come from; this machine's kernel by default. */
  source?: SocketTableSource;
  /** What is awaited, for the message of a time-out: "port 4000 in LISTEN". */
  what?: string;
}

/** How to wait for a state. */
export interface UntilStateOptions extends UntilOptions {
  /** Which end of the row has the port. Default "local"; "remote" for a client known by the port that it dials. */
  end?: "local" | "remote";
}

/** The rows as the end of a message. */
function describe(rows: readonly SocketRow[]): string {
  if (rows.length === 0) return "the last reading shows no such row";
  const lines = rows.slice(0, SHOWN_ROWS).map((row) =>
    `\n  ${formatEndpoint(row.local)} > ${
      formatEndpoint(row.remote)
    }  ${row.state}` +
    `  receive queue ${row.receiveQueue ?? "unknown"}, send queue ${
      row.sendQueue ?? "unknown"
    }`
  );
  const more = rows.length - lines.length;
  if (more > 0) lines.push(`\n  and ${more} more`);
  return `the last reading shows:${lines.join("")}`;
}

/**
 * Reads the table again and again until a condition holds. A state seen once
 * proves nothing about the next moment, and a state not seen once may come a
 * moment later: so never read once and judge.
 *
 * @param condition Told the rows of each reading; `true` ends the wait.
 * @param options How long, which ports, and from where.
 * @returns The rows that met the condition.
 * @throws {TimeoutError} If the condition did not hold in time; the message shows the last rows.
 * @throws {KernelUnavailable} If the table cannot be read.
 * @throws {RangeError} If `withinMs` is negative or no number.
 */
export async function until(
  condition: (rows: SocketRow[]) => boolean | undefined,
  options: UntilOptions = {},
): Promise<SocketRow[]> {
  const {
    withinMs = DEFAULT_WITHIN_MS,
    readings = 1,
    ports,
    source = localKernel,
    what = "the awaited rows",
  } = options;
  if (!(withinMs >= 0)) {
    throw new RangeError(`Cannot wait ${withinMs} ms: withinMs is 0 or more`);
  }
  const deadline = performance.now() + withinMs;
  for (let reading = 1;; reading++) {
    // Decided before the reading: a slow reading never makes it the only one.
    const last = performance.now() >= deadline && reading >= readings;
    const all = await source.rows(ports);
    const rows = ports === undefined ? all : selectRows(all, ports);
    if (condition(rows) === true) return rows;
    if (last) {
      throw new TimeoutError(`Cannot see ${what} within ${withinMs} ms`, rows);
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

/**
 * Waits until a row with a port is in a state. CLOSED is reached when the port
 * has no row left: a closed connection has none.
 *
 * @param port The row's local port, or its remote one if `options.end` says so.
 * @param state The state awaited.
 * @param options How long, which end, and from where.
 * @returns All rows of the port, or of `options.ports`, at that moment.
 * @throws {TimeoutError} If the state did not come in time; the message shows the last rows.
 * @throws {KernelUnavailable} If the table cannot be read.
 */
export function untilState(
  port: number,
  state: TcpState,
  options: UntilStateOptions = {},
): Promise<SocketRow[]> {
  const { end = "local", ...rest } = options;
  return until((rows) => {
    const mine = rows.filter((row) => row[end].port === port);
    return state === "CLOSED"
      ? mine.every((row) => row.state === "CLOSED")
      : mine.some((row) => row.state === state);
  }, { ports: [port], what: `${end} port ${port} in ${state}`, ...rest });
}
