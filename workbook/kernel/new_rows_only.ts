import type { TcpState } from "../tcp/state.ts";
import type { SocketRow } from "./row.ts";
import { rowKey } from "./select.ts";
import { localKernel, type SocketTableSource } from "./source.ts";

/** The connections among some rows and their states. */
function connections(rows: SocketRow[]): Map<string, TcpState> {
  return new Map(
    rows.filter((row) => row.state !== "LISTEN")
      .map((row) => [rowKey(row), row.state]),
  );
}

/** Whether a row's key names a port, at either end. */
function hasPort(key: string, port: number): boolean {
  return key.endsWith(`:${port}`) || key.includes(`:${port}>`);
}

/**
 * A table that leaves out the connections there are now. A connection stays in
 * TIME_WAIT for a minute after its program has gone, and meanwhile the system
 * may give the same port to a new listener: without this, that old row stands
 * among the listener's own. Call it before the first socket is opened.
 *
 * @param source Where the rows come from; this machine's kernel by default.
 * @returns A source for `rowsOf()`, `until()` and `untilState()`.
 * @throws {KernelUnavailable} If the table cannot be read.
 */
export async function newRowsOnly(
  source: SocketTableSource = localKernel,
): Promise<SocketTableSource> {
  const old = connections(await source.rows());
  return {
    async rows(ports) {
      const all = await source.rows(ports);
      const current = connections(all);
      for (const [key, before] of old) {
        // Of a row that was not asked for nothing is known.
        if (ports && !ports.some((port) => hasPort(key, port))) continue;
        const state = current.get(key);
        // A connection never leaves TIME_WAIT for another state: it is a new one
        // between the same two endpoints.
        const replaced = before === "TIME_WAIT" && state !== before;
        if (state === undefined || replaced) old.delete(key);
        else old.set(key, state);
      }
      return all.filter((row) => !old.has(rowKey(row)));
    },
  };
}
