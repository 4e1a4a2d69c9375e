import type { TcpState } from "../tcp/state.ts";
import type { SocketRow } from "./row.ts";
import { rowKey } from "./select.ts";
import { keepTable } from "./keep_table.ts";
import { localKernel, type SocketTableSource } from "./source.ts";

/** The connections among some rows and their states. */
function connections(rows: readonly SocketRow[]): Map<string, TcpState> {
  return new Map(
    rows.filter((row) => row.state !== "LISTEN")
      .map((row) => [rowKey(row), row.state]),
  );
}

/** Whether a row's key names a port, at either end. */
function hasPort(key: string, port: number): boolean {
  return key.endsWith(`:${port}`) || key.includes(`:${port}>`);
}

/** The connections of a table as it was, with their states; only those of ports that were asked for are read. */
class OldConnections {
  /** Those that are not known to be gone. */
  readonly states = new Map<string, TcpState>();
  readonly #kept: SocketTableSource;
  /** The ports that have been read; all if it is `undefined`. */
  #read: Set<number> | undefined = new Set();
  #reading = Promise.resolve();

  constructor(kept: SocketTableSource) {
    this.#kept = kept;
  }

  /** Reads those of these ports, if they are not read yet; without ports, all. */
  read(ports?: readonly number[]): Promise<void> {
    // One after the other: none adds what another one knows to be gone.
    return this.#reading = this.#reading.then(() => this.#readMore(ports));
  }

  async #readMore(ports?: readonly number[]): Promise<void> {
    const read = this.#read;
    if (!read) return;
    const more = ports?.filter((port) => !read.has(port));
    if (more?.length === 0) return;
    const rows = connections(await this.#kept.rows(more));
    for (const [key, state] of rows) {
      // What was read before may be gone by now.
      if (!read.values().some((port) => hasPort(key, port))) {
        this.states.set(key, state);
      }
    }
    if (more) { for (const port of more) read.add(port); }
    else this.#read = undefined;
  }
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
  const old = new OldConnections(await keepTable(source));
  return {
    async rows(ports) {
      const [all] = await Promise.all([source.rows(ports), old.read(ports)]);
      const current = connections(all);
      for (const [key, before] of old.states) {
        // Of a row that was not asked for nothing is known.
        if (ports && !ports.some((port) => hasPort(key, port))) continue;
        const state = current.get(key);
        // A connection never leaves TIME_WAIT for another state: it is a new one
        // between the same two endpoints.
        const replaced = before === "TIME_WAIT" && state !== before;
        if (state === undefined || replaced) old.states.delete(key);
        else old.states.set(key, state);
      }
      return all.filter((row) => !old.states.has(rowKey(row)));
    },
  };
}
