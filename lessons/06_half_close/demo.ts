import type { DemoEvent } from "../../workbook/demo.ts";
import {
  KernelUnavailable,
  rowKey,
  type SocketRow,
  TimeoutError,
  until,
} from "../../workbook/kernel/mod.ts";

const LATE = new TextEncoder().encode("late line\n");
const buffer = new Uint8Array(65536);

/** Both ends of a connection on loopback; every end is closed by `close()`, also when it is closed already. */
async function connection() {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  try {
    const to = { hostname: "127.0.0.1", port: listener.addr.port };
    const [client, server] = await Promise.all([
      Deno.connect(to),
      listener.accept(),
    ]);
    const ports = [listener.addr.port, client.localAddr.port];
    const close = () => {
      for (const conn of [client, server]) {
        try {
          conn.close();
        } catch {
          // A step of the demo closed it.
        }
      }
    };
    return { client, server, ports, close };
  } finally {
    listener.close();
  }
}

type Connection = Awaited<ReturnType<typeof connection>>;

/** What a call gave, or the name of the error it threw. */
async function outcome(call: () => Promise<unknown>): Promise<string> {
  try {
    return String(await call());
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
}

/** Waits for rows, and shows the last ones if they do not come. */
async function* rows(
  { ports }: Connection,
  condition: (rows: SocketRow[]) => boolean,
): AsyncGenerator<DemoEvent, void, void> {
  let seen: SocketRow[];
  try {
    seen = await until(condition, { ports });
  } catch (error) {
    if (error instanceof KernelUnavailable) {
      const text = `${error.message}. The states are not shown.`;
      yield { type: "unavailable", text };
      return;
    }
    if (!(error instanceof TimeoutError)) throw error;
    seen = error.rows;
  }
  const labels: Record<string, string> = {};
  for (const row of seen) {
    const side = row.local.port === ports[0] ? "server" : "client";
    const orphan = row.owned === false ? ", no descriptor" : "";
    labels[rowKey(row)] = side + orphan;
  }
  yield { type: "rows", rows: seen, labels };
}

/** Whether both ends stand in the table, the server's in FIN_WAIT_2. */
const halfClosed = (seen: SocketRow[]) =>
  seen.some((row) => row.state === "FIN_WAIT_2") &&
  seen.some((row) => row.state === "CLOSE_WAIT");

/** The notes' way: `close()` on one end, and a late line from the other. */
async function* closing(
  it: Connection,
): AsyncGenerator<DemoEvent, void, void> {
  const { client, server } = it;
  yield {
    type: "step",
    title: "The notes: the server calls close() and goes on reading",
  };
  yield { type: "ask", id: "read-after-close" };
  server.close();
  yield { type: "call", deno: "server.close()", c: CLOSE };
  const read = await outcome(() => server.read(buffer));
  yield { type: "call", deno: "await server.read(buffer)", result: read };
  yield* rows(it, halfClosed);
  const eof = await outcome(() => client.read(buffer));
  yield { type: "call", deno: "await client.read(buffer)", result: eof };
  yield { type: "ask", id: "write-to-closed" };
  const sent = await outcome(() => client.write(LATE));
  yield { type: "call", deno: "await client.write(lateLine)", result: sent };
  yield* rows(it, (seen) => seen.length === 0);
  const again = await outcome(() => client.write(LATE));
  yield { type: "call", deno: "await client.write(lateLine)", result: again };
  yield picture(it, [
    { from: "client", label: `data, ${LATE.length} bytes` },
    { from: "server", label: "RST", client: "CLOSED", server: "CLOSED" },
  ]);
  yield {
    type: "say",
    text:
      `The late line is lost. \`write\` gave ${sent} because the client's kernel took the bytes; the server's kernel had no descriptor to give them to and answered with RST. The next \`write\` told the client.`,
  };
}

/** The right way: `closeWrite()`, and the same late line. */
async function* halfClosing(
  it: Connection,
): AsyncGenerator<DemoEvent, void, void> {
  const { client, server } = it;
  yield { type: "step", title: "The same with closeWrite()" };
  yield { type: "ask", id: "late-line" };
  await server.closeWrite();
  await server.closeWrite();
  yield { type: "call", deno: "await server.closeWrite()", c: [SHUTDOWN] };
  yield {
    type: "call",
    deno: "await server.closeWrite()",
    c: [SHUTDOWN],
    result: "no error: the direction has ended already",
  };
  yield* rows(it, halfClosed);
  const eof = await outcome(() => client.read(buffer));
  yield { type: "call", deno: "await client.read(buffer)", result: eof };
  const sent = await outcome(() => client.write(LATE));
  yield { type: "call", deno: "await client.write(lateLine)", result: sent };
  const n = await server.read(buffer) ?? 0;
  yield { type: "call", deno: "await server.read(buffer)", result: String(n) };
  yield {
    type: "bytes",
    title: "what the server reads after its own FIN",
    bytes: buffer.slice(0, n),
  };
  const write = await outcome(() => server.write(LATE));
  yield { type: "call", deno: "await server.write(…)", result: write };
  client.close();
  const end = await outcome(() => server.read(buffer));
  yield { type: "call", deno: "client.close()", c: CLOSE };
  yield { type: "call", deno: "await server.read(buffer)", result: end };
  yield* rows(it, (seen) => seen.some((row) => row.state === "TIME_WAIT"));
  yield picture(it, [
    { from: "client", label: `data, ${LATE.length} bytes` },
    { from: "server", label: "ACK" },
    { from: "client", label: "FIN, ACK", client: "LAST_ACK" },
    { from: "server", label: "ACK", client: "CLOSED", server: "TIME_WAIT" },
  ]);
  yield {
    type: "say",
    text:
      "One direction has ended, the other carried the late line. FIN_WAIT_2 can still receive, CLOSE_WAIT can still send. The server kept its descriptor until the end.",
  };
}
