import type { CallEvent, DemoEvent } from "../../workbook/demo.ts";
import {
  rowKey,
  type SocketRow,
  TimeoutError,
  until,
} from "../../workbook/kernel/mod.ts";

/** A call, the C calls beneath it, and what it gave. */
export function call(deno: string, result: unknown, ...c: string[]): CallEvent {
  if (result === undefined) return { type: "call", deno, c };
  const text = typeof result === "string" ? result : Deno.inspect(result);
  return { type: "call", deno, c, result: text };
}

/** What the demonstration calls a row. */
function nameOf(row: SocketRow, clientPort?: number): string {
  if (row.state === "LISTEN") return "the listener";
  if (row.local.port === clientPort) return "client";
  return row.owned === false ? "server side, not accepted" : "server side";
}

/**
 * The kernel's rows as soon as they are as awaited; the last ones if that does
 * not happen in time, and one sentence where the table cannot be read.
 *
 * @param ports The listener's port, then the client's if there is one.
 * @param condition Told of the rows of these two and of no earlier connection.
 */
export async function kernel(
  ports: number[],
  condition: (rows: SocketRow[]) => boolean,
): Promise<DemoEvent> {
  const ours = (rows: SocketRow[]) =>
    rows.filter(({ state, local, remote }) =>
      ports.includes(local.port) &&
      (state === "LISTEN" || ports.includes(remote.port))
    );
  let rows: SocketRow[];
  try {
    rows = await until((all) => condition(ours(all)), { ports });
  } catch (error) {
    if (!(error instanceof TimeoutError)) {
      const { message } = error as Error;
      return {
        type: "unavailable",
        text: `${message}; the demonstration goes on without its rows.`,
      };
    }
    rows = error.rows;
  }
  rows = ours(rows);
  const labels = rows.map((row) => [rowKey(row), nameOf(row, ports[1])]);
  return { type: "rows", rows, labels: Object.fromEntries(labels) };
}
