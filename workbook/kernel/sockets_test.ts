// The table against real sockets on loopback. Where the table cannot be read
// each test is ignored, and its name says why.
import { assert, assertEquals, assertRejects } from "@std/assert";
import { keepTable } from "./keep_table.ts";
import { newRowsOnly } from "./new_rows_only.ts";
import type { SocketRow } from "./row.ts";
import { rowKey, rowsOf } from "./select.ts";
import {
  kernelView,
  localKernel,
  readSocketTable,
  type SocketTableSource,
} from "./source.ts";
import { TimeoutError, until, untilState } from "./until.ts";

const view = await kernelView();

/** Why tests on this address are skipped, or nothing. */
function obstacle(hostname: string): string {
  if (!view.available) return view.reason;
  try {
    Deno.listen({ hostname, port: 0 }).close();
    return "";
  } catch (error) {
    return `${hostname} cannot be listened on: ${(error as Error).message}`;
  }
}

const obstacles: Record<string, string> = {
  "127.0.0.1": obstacle("127.0.0.1"),
  "::1": obstacle("::1"),
};

/** What a test wants to know of a listener and one client that nobody has accepted yet. */
interface Scene {
  listener: Deno.TcpListener;
  port: number;
  client: Deno.TcpConn;
  clientPort: number;
  /** The table without what earlier connections left behind. */
  source: SocketTableSource;
}

/** A test on real sockets; it closes what the scene opened. */
function socketTest(
  name: string,
  hostname: string,
  fn: (scene: Scene) => Promise<void>,
): void {
  const skip = obstacles[hostname];
  Deno.test({
    name: skip === "" ? name : `${name} (skipped: ${skip})`,
    ignore: skip !== "",
    sanitizeOps: true,
    sanitizeResources: true,
    async fn() {
      const source = await newRowsOnly();
      using listener = Deno.listen({ hostname, port: 0 });
      const { port } = listener.addr;
      using client = await Deno.connect({ hostname, port });
      const clientPort = client.localAddr.port;
      await fn({ listener, port, client, clientPort, source });
    },
  });
}

/** Local and remote port, and state. */
function brief(rows: SocketRow[]): string[] {
  return rows.map((row) => `${row.local.port}>${row.remote.port} ${row.state}`);
}

for (const [hostname, family] of [["127.0.0.1", "ipv4"], ["::1", "ipv6"]]) {
  socketTest(
    `rowsOf() shows a listener and both ends of a connection on ${hostname}`,
    hostname,
    async ({ port, clientPort, source }) => {
      const rows = await until((rows) => rows.length === 3, {
        ports: [port],
        source,
      });
      assertEquals(brief(rows), [
        `${port}>0 LISTEN`,
        `${clientPort}>${port} ESTABLISHED`,
        `${port}>${clientPort} ESTABLISHED`,
      ]);
      for (const row of rows) {
        assertEquals(row.family, family);
        assertEquals(row.local.hostname, hostname);
      }
      assertEquals(
        rows[0].remote.hostname,
        hostname === "::1" ? "::" : "0.0.0.0",
      );
    },
  );
}

socketTest(
  "rowsOf() leaves out another listener of the same program",
  "127.0.0.1",
  async ({ port, source }) => {
    using other = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const rows = await rowsOf([port], source);
    assert(rows.every((row) => !rowKey(row).includes(`:${other.addr.port}`)));
    const all = await readSocketTable();
    assert(all.some((row) => row.local.port === other.addr.port));
  },
);

socketTest(
  "the queues tell unread bytes and unaccepted connections, and the owner who was accepted",
  "127.0.0.1",
  async ({ listener, port, client, source }) => {
    const [row] = await rowsOf([port], source);
    // macOS and Windows do not tell a listener's queue.
    if (row.receiveQueue === null) return;
    await client.write(new Uint8Array(5));
    const before = await until(
      ([, , server]) => server?.receiveQueue === 5,
      { ports: [port], source },
    );
    assertEquals(
      before.map((row) => [row.receiveQueue, row.owned]),
      [[1, true], [0, true], [5, false]],
    );
    using _accepted = await listener.accept();
    const after = await rowsOf([port], source);
    assertEquals(
      after.map((row) => [row.receiveQueue, row.owned]),
      [[0, true], [0, true], [5, true]],
    );
  },
);

socketTest(
  "untilState() follows a connection from half-close to TIME_WAIT",
  "127.0.0.1",
  async ({ listener, port, client, clientPort, source }) => {
    using server = await listener.accept();
    await client.closeWrite();
    const half = await untilState(clientPort, "FIN_WAIT_2", { source });
    assertEquals(brief(half), [
      `${clientPort}>${port} FIN_WAIT_2`,
      `${port}>${clientPort} CLOSE_WAIT`,
    ]);
    server.close();
    client.close();
    const rest = await untilState(clientPort, "TIME_WAIT", {
      ports: [port],
      source,
    });
    assertEquals(brief(rest), [
      `${port}>0 LISTEN`,
      `${clientPort}>${port} TIME_WAIT`,
    ]);
    const { owned } = rest[1];
    assert(owned === false || owned === null);
  },
);

socketTest(
  "untilState() gives up with the rows it saw",
  "127.0.0.1",
  async ({ port, clientPort, source }) => {
    const error = await assertRejects(
      () => untilState(clientPort, "CLOSING", { withinMs: 20, source }),
      TimeoutError,
      `127.0.0.1:${clientPort} > 127.0.0.1:${port}  ESTABLISHED`,
    );
    assertEquals(error.rows.length, 2);
  },
);

socketTest(
  "untilState() takes a closed listener for CLOSED",
  "127.0.0.1",
  async ({ source }) => {
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr;
    await untilState(port, "LISTEN", { source });
    listener.close();
    assertEquals(await untilState(port, "CLOSED", { source }), []);
  },
);

Deno.test({
  name: "untilState() finds a client in SYN_SENT by the port that it dials",
  // The backlog of 0 that holds one connection is Linux's way to count.
  ignore: obstacles["127.0.0.1"] !== "" || Deno.build.os !== "linux",
  sanitizeOps: true,
  sanitizeResources: true,
  async fn() {
    const source = await newRowsOnly();
    using listener = Deno.listen({
      hostname: "127.0.0.1",
      port: 0,
      tcpBacklog: 0,
    });
    const { port } = listener.addr;
    const address = { hostname: "127.0.0.1", port };
    using _queued = await Deno.connect(address);
    const abort = new AbortController();
    const pending = Deno.connect({ ...address, signal: abort.signal });
    try {
      await untilState(port, "SYN_SENT", { end: "remote", source });
    } finally {
      abort.abort();
      await assertRejects(() => pending);
    }
  },
});

socketTest(
  "a table that was kept stays as it was",
  "127.0.0.1",
  async ({ listener, port, client }) => {
    const before = await keepTable(localKernel);
    client.close();
    using server = await listener.accept();
    await server.read(new Uint8Array(1));
    // An old connection to a port of the same number may be there, too.
    const ends = [0, client.localAddr.port];
    const rows = (await rowsOf([port], before)).filter((row) =>
      ends.includes(row.local.port) || ends.includes(row.remote.port)
    );
    assertEquals(brief(rows).slice(0, 2), [
      `${port}>0 LISTEN`,
      `${client.localAddr.port}>${port} ESTABLISHED`,
    ]);
  },
);
