import {
  KernelUnavailable,
  localKernel,
  rowKey,
  type SocketRow,
  type SocketTableSource,
  TimeoutError,
  until,
} from "../kernel/mod.ts";
import type { TcpState } from "../tcp/mod.ts";
import type { DemoEvent } from "./events.ts";

/** Which rows of the kernel's table are shown. */
export interface Watch {
  /** Rows of these ports are read; the server's first. */
  ports: readonly number[];
  /** Which of them belong to this demo: a port may have had other connections. Default: all. */
  mine?: (row: SocketRow) => boolean;
  /** The word beside a row. */
  label?: (row: SocketRow) => string | undefined;
}

/**
 * Shows the kernel's rows as soon as a condition holds. If it does not hold in
 * time, the last reading is shown as it is.
 *
 * @returns The rows; none where the table cannot be read.
 */
export type Kernel = (
  watch: Watch,
  condition: (rows: SocketRow[]) => boolean,
) => AsyncGenerator<DemoEvent, SocketRow[], void>;

/**
 * The kernel's table for one demonstration. Where it cannot be read, it is
 * tried once, and the reason is shown instead of rows.
 *
 * @param source Where the rows come from; this machine's kernel by default.
 */
export function watchKernel(
  source: SocketTableSource = localKernel,
): Kernel {
  let reason: string | undefined;
  const read = async (
    { ports, mine = () => true }: Watch,
    condition: (rows: SocketRow[]) => boolean,
  ): Promise<SocketRow[]> => {
    try {
      const met = (rows: SocketRow[]) => condition(rows.filter(mine));
      return (await until(met, { ports, source })).filter(mine);
    } catch (error) {
      if (error instanceof TimeoutError) return error.rows.filter(mine);
      if (!(error instanceof KernelUnavailable)) throw error;
      reason = error.message;
      return [];
    }
  };
  return async function* (watch, condition) {
    const rows = reason === undefined ? await read(watch, condition) : [];
    if (reason !== undefined) {
      const text = `${reason}. The demo continues without its rows.`;
      yield { type: "unavailable", text };
      return rows;
    }
    const { label } = watch;
    const words = rows.map((row) => [rowKey(row), label?.(row)] as const);
    const labels: Record<string, string> = {};
    for (const [key, word] of words) if (word) labels[key] = word;
    yield { type: "rows", rows, labels };
    return rows;
  };
}

/** Whether a row is one of the two ends of the connection between two ports. */
export function isBetween(a: number, b: number): (row: SocketRow) => boolean {
  return ({ local, remote }) =>
    local.port === a && remote.port === b ||
    local.port === b && remote.port === a;
}

/** Whether there is one row for each of these states, in any order, and no other. */
export function areIn(...states: TcpState[]): (rows: SocketRow[]) => boolean {
  const wanted = states.toSorted().join();
  return (rows) => rows.map((row) => row.state).sort().join() === wanted;
}
