import type { DemoEvent } from "../../workbook/demo.ts";
import {
  formatEndpoint,
  rowKey,
  type SocketRow,
  TimeoutError,
  until,
} from "../../workbook/kernel/mod.ts";
import {
  ackSegment,
  dataSegment,
  handshakeSegments,
  threeSegmentClose,
} from "../../workbook/tcp/mod.ts";

const HOST = "127.0.0.1";

/** One listener, one client: each call of a server, and the kernel's rows after it. */
export async function* demo(): AsyncGenerator<DemoEvent, void, void> {
  const open: Array<{ close(): void }> = [];
  const step = (title: string): DemoEvent => ({ type: "step", title });
  const ask = (id: string): DemoEvent => ({ type: "ask", id });
  const say = (text: string): DemoEvent => ({ type: "say", text });
  const call = (deno: string, c: string[], result: unknown): DemoEvent => ({
    type: "call",
    deno,
    c,
    result: typeof result === "string" ? result : Deno.inspect(result),
  });

  let ports: number[] = [];
  let names: (row: SocketRow) => string = () => "the listener";
  /** The rows of our ports as soon as they meet the condition; the last ones if they never do. */
  async function kernel(
    condition: (rows: SocketRow[]) => boolean,
  ): Promise<DemoEvent> {
    try {
      return labelled(await until(condition, { ports }));
    } catch (error) {
      if (error instanceof TimeoutError) return labelled(error.rows);
      const text = `${(error as Error).message}; the rows are left out.`;
      return { type: "unavailable", text };
    }
  }
  const labelled = (rows: SocketRow[]): DemoEvent => {
    const labels = Object.fromEntries(
      rows.map((row) => [rowKey(row), names(row)]),
    );
    return { type: "rows", rows, labels };
  };

  try {
    yield step("listen: a socket that waits for connections");
    const listener = Deno.listen({ hostname: HOST, port: 0 });
    open.push(listener);
    const { port } = listener.addr;
    ports = [port];
    yield call(`listener = Deno.listen({ hostname: "${HOST}", port: 0 })`, [
      "fd = socket(AF_INET, SOCK_STREAM, 0)",
      "setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, 1)",
      `bind(fd, ${HOST}:0)`,
      "listen(fd, 511)",
      `getsockname(fd) = ${formatEndpoint(listener.addr)}`,
    ], `listens on ${formatEndpoint(listener.addr)}`);
    yield kernel((rows) => rows.some(({ state }) => state === "LISTEN"));
    let outcome = "a second listener";
    try {
      open.push(Deno.listen({ hostname: HOST, port }));
    } catch (error) {
      outcome = `throws ${(error as Error).name}`;
    }
    yield call(`Deno.listen({ hostname: "${HOST}", port: ${port} })`, [
      `bind(fd2, ${HOST}:${port})`,
      "listen(fd2, 511)",
    ], outcome);

    yield step("A client connects; nobody has called accept()");
    yield ask("before-accept");
    const client = await Deno.connect({ hostname: HOST, port });
    open.push(client);
    const clientPort = client.localAddr.port;
    ports = [port, clientPort];
    names = (row) =>
      row.state === "LISTEN"
        ? "the listener"
        : row.local.port === clientPort
        ? "client"
        : row.owned === false
        ? "server side, not accepted"
        : "server side";
    yield call(
      `client = await Deno.connect({ hostname: "${HOST}", port: ${port} })`,
      [
        "fd3 = socket(AF_INET, SOCK_STREAM, 0)",
        `connect(fd3, ${HOST}:${port})`,
      ],
      `connected from port ${clientPort}`,
    );
    yield {
      type: "segments",
      client: `client ${clientPort}`,
      server: `server ${port}`,
      segments: handshakeSegments(),
    };
    const established = ({ state }: SocketRow) => state === "ESTABLISHED";
    yield kernel((rows) => rows.filter(established).length === 2);
    yield say(
      "The connection exists: two ESTABLISHED rows, one for each end. The kernel made it. No program holds the server's end; it waits in the listener's accept queue.",
    );

    yield step("The client writes, still before accept()");
    yield ask("early-bytes");
    const hello = new TextEncoder().encode("hello");
    const sent = await client.write(hello);
    yield { type: "bytes", title: "the client writes", bytes: hello };
    yield call('await client.write("hello" as bytes)', [
      `send(fd3, "hello", ${hello.length}, 0) = ${sent}`,
    ], sent);
    yield kernel((rows) => rows.some((row) => row.receiveQueue === sent));
    yield say(
      "The bytes lie in the receive queue of a connection that no program has accepted, and they are acknowledged: the client cannot tell the difference.",
    );

    yield step("accept: take the connection from the queue");
    yield ask("accepted-port");
    const conn = await listener.accept();
    open.push(conn);
    yield call(
      "conn = await listener.accept()",
      [
        `fd4 = accept(fd) with the address ${formatEndpoint(conn.remoteAddr)}`,
      ],
      `${formatEndpoint(conn.localAddr)} to ${formatEndpoint(conn.remoteAddr)}`,
    );
    yield kernel((rows) => rows.filter(({ owned }) => owned).length === 3);
    yield say(
      "No segment was sent and no state changed. The server's end has the listener's own port; the server now has two descriptors, one to listen, one to talk.",
    );

    yield step("read, answer");
    const buffer = new Uint8Array(1024);
    const n = await conn.read(buffer) ?? 0;
    yield call(
      `await conn.read(buffer)   // buffer.length is ${buffer.length}`,
      [
        `recv(fd4, buffer, ${buffer.length}, 0) = ${n}`,
      ],
      n,
    );
    const text = new TextDecoder().decode(buffer.subarray(0, n));
    yield call(
      `new TextDecoder().decode(buffer.subarray(0, ${n}))`,
      [],
      `"${text}"`,
    );
    const answer = new TextEncoder().encode("OK!!!");
    const written = await conn.write(answer);
    yield call('await conn.write("OK!!!" as bytes)', [
      `send(fd4, "OK!!!", ${answer.length}, 0) = ${written}`,
    ], written);
    const reply = new Uint8Array(1024);
    const got = await client.read(reply) ?? 0;
    yield {
      type: "bytes",
      title: "the client reads",
      bytes: reply.slice(0, got),
    };
    yield {
      type: "segments",
      client: `client ${clientPort}`,
      server: `server ${port}`,
      segments: [
        dataSegment("client", n),
        ackSegment("server"),
        dataSegment("server", got),
        ackSegment("client"),
      ],
    };
    yield kernel((rows) => rows.every((row) => row.receiveQueue === 0));

    yield step("The client closes: end of stream");
    client.close();
    yield call("client.close()", ["shutdown(fd3, SHUT_WR)", "close(fd3)"], "");
    const results = [await conn.read(buffer), await conn.read(buffer)];
    yield call("[await conn.read(buffer), await conn.read(buffer)]", [
      "recv(fd4, buffer, 1024, 0) = 0, twice",
    ], results);
    yield ask("after-the-end");
    yield kernel((rows) => rows.some(({ state }) => state === "CLOSE_WAIT"));
    yield say(
      "End of stream is told again at each read, so a loop that goes on spins. The kernel does not close the server's descriptor: the row stays in CLOSE_WAIT until the program closes it.",
    );

    yield step("The server closes this connection, not the listener");
    conn.close();
    yield call("conn.close()", ["shutdown(fd4, SHUT_WR)", "close(fd4)"], "");
    yield {
      type: "segments",
      client: `client ${clientPort}`,
      server: `server ${port}`,
      segments: threeSegmentClose("client"),
    };
    yield kernel((rows) => rows.length === 2);
    yield say(
      "The client closed first, so its end waits in TIME_WAIT. The listener is where it was: the next client can come.",
    );
  } finally {
    for (const socket of open) {
      try {
        socket.close();
      } catch {
        // Closed in the course of the demonstration.
      }
    }
  }
}
