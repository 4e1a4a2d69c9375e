import type { CallEvent, DemoEvent } from "../../workbook/demo/events.ts";
import {
  KernelUnavailable,
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

/** Reads the rows of these ports as soon as they are as awaited. */
type Kernel = (
  ports: number[],
  condition: (rows: SocketRow[]) => boolean,
) => AsyncGenerator<DemoEvent, void, void>;

/**
 * The kernel's rows for one demonstration: of the listener's port, and of the
 * client's if there is one. Rows that never are as awaited are shown as they
 * are; where the table cannot be read, that is said once.
 */
export function watchKernel(): Kernel {
  let isReadable = true;
  return async function* (ports, condition) {
    // A port may have had other connections before this one.
    const ours = (rows: SocketRow[]) =>
      rows.filter(({ state, local, remote }) =>
        ports.includes(local.port) &&
        (state === "LISTEN" || ports.includes(remote.port))
      );
    if (!isReadable) return;
    let rows: SocketRow[];
    try {
      rows = ours(await until((all) => condition(ours(all)), { ports }));
    } catch (error) {
      if (error instanceof TimeoutError) rows = ours(error.rows);
      else if (error instanceof KernelUnavailable) {
        isReadable = false;
        const text = `${error.message}; the demonstration goes on without it.`;
        return yield { type: "unavailable", text };
      } else throw error;
    }
    const labels = rows.map((row) => [rowKey(row), nameOf(row, ports[1])]);
    yield { type: "rows", rows, labels: Object.fromEntries(labels) };
  };
}
