/** Short ways to say the events of this lesson's demo, and to ask the kernel. */
import type { DemoEvent } from "../../workbook/demo/events.ts";
import {
  type KernelView,
  rowKey,
  type SocketRow,
  TimeoutError,
  until,
} from "../../workbook/kernel/mod.ts";
import type { TcpState } from "../../workbook/tcp/mod.ts";

export const step = (title: string): DemoEvent => ({ type: "step", title });
export const say = (text: string): DemoEvent => ({ type: "say", text });
export const ask = (id: string): DemoEvent => ({ type: "ask", id });
export const call = (deno: string, c: string, result?: string): DemoEvent => ({
  type: "call",
  deno,
  c: c.split("  "),
  result,
});

/** What stands beside a row: which end of its connection it is. */
function labelsOf(rows: SocketRow[], server: number): Record<string, string> {
  return Object.fromEntries(
    rows.filter(({ local, remote }) => local.port !== remote.port).map((
      row,
    ) => [
      rowKey(row),
      row.remote.port === server
        ? "client"
        : row.state === "LISTEN"
        ? "listener"
        : "server side",
    ]),
  );
}

/**
 * Waits until the rows between two ports are in these states, and shows them.
 * Without a client's port it is all rows of the server's. When the states do
 * not come in time, the last reading is shown as it is.
 */
export async function* kernelShows(
  view: KernelView,
  ports: { client?: number; server: number },
  ...states: TcpState[]
): AsyncGenerator<DemoEvent> {
  if (!view.available) return;
  const { client, server } = ports;
  // A client's port number may serve another program towards another endpoint.
  const ours = (rows: SocketRow[]) =>
    rows.filter(({ local, remote }) =>
      client === undefined ||
      [local.port, remote.port].every((port) =>
        port === client || port === server
      )
    );
  const wanted = states.toSorted().join();
  const shows = (rows: SocketRow[]) =>
    ours(rows).map((row) => row.state).sort().join() === wanted;
  const rows = await until(shows, { ports: [server, client ?? server] })
    .catch((error) => {
      if (error instanceof TimeoutError) return error.rows;
      throw error;
    });
  const mine = ours(rows);
  yield { type: "rows", rows: mine, labels: labelsOf(mine, server) };
}

/** Writes until the kernel takes no more: how many bytes it took. */
export const fill = (conn: Deno.Conn): Promise<number> =>
  conn.write(new Uint8Array(2 ** 24));

/** Reads to the end of stream: how many bytes came before it. */
export async function drain(conn: Deno.Conn): Promise<string> {
  const buffer = new Uint8Array(2 ** 18);
  let bytes = 0;
  for (let n; (n = await conn.read(buffer)) !== null;) bytes += n;
  return `${bytes} bytes, then null`;
}
