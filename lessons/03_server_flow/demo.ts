import type { DemoEvent, Segment } from "../../workbook/demo/events.ts";
import { formatEndpoint as show } from "../../workbook/kernel/mod.ts";
import {
  ackSegment,
  dataSegment,
  fourWayClose,
  handshakeSegments,
} from "../../workbook/tcp/mod.ts";
import { call, watchKernel } from "./_show.ts";

const hostname = "127.0.0.1";

/** One listener, one client: each call of a server, and the kernel's rows after it. */
export async function* demo(): AsyncGenerator<DemoEvent, void, void> {
  const kernel = watchKernel();
  const open: Array<{ close(): void }> = [];
  const step = (title: string): DemoEvent => ({ type: "step", title });
  const ask = (id: string): DemoEvent => ({ type: "ask", id });
  const say = (text: string): DemoEvent => ({ type: "say", text });

  try {
    yield step("listen: a socket that waits for connections");
    const listener = Deno.listen({ hostname, port: 0 });
    open.push(listener);
    const { port } = listener.addr;
    yield call(
      `listener = Deno.listen({ hostname: "${hostname}", port: 0 })`,
      `listens on ${show(listener.addr)}`,
      "fd = socket(AF_INET, SOCK_STREAM, 0)",
      "setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, 1)",
      `bind(fd, ${hostname}:0)`,
      "listen(fd, 511)",
      `getsockname(fd) gives ${show(listener.addr)}`,
    );
    yield* kernel([port], (rows) => rows.length === 1);

    yield step("A client connects; nobody has called accept()");
    yield ask("before-accept");
    const client = await Deno.connect({ hostname, port });
    open.push(client);
    const ports = [port, client.localAddr.port];
    const drawn = (...segments: Segment[]): DemoEvent => ({
      type: "segments",
      client: `client ${ports[1]}`,
      server: `server ${port}`,
      segments,
    });
    yield call(
      `client = await Deno.connect({ hostname: "${hostname}", port: ${port} })`,
      undefined,
      "cfd = socket(AF_INET, SOCK_STREAM, 0)",
      `connect(cfd, ${hostname}:${port})`,
    );
    yield drawn(...handshakeSegments());
    yield* kernel(
      ports,
      (rows) => rows.filter((row) => row.state === "ESTABLISHED").length === 2,
    );
    yield say(
      "Two ESTABLISHED rows, one for each end. The kernel made the connection; no program holds the server's end yet, it waits in the accept queue.",
    );

    yield step("The client writes, still before accept()");
    yield ask("early-bytes");
    const hello = new TextEncoder().encode("hello");
    const sent = await client.write(hello);
    yield call(
      'await client.write(new TextEncoder().encode("hello"))',
      undefined,
      `send(cfd, "hello", ${hello.length}, 0) = ${sent}`,
    );
    yield drawn(dataSegment("client", sent), ackSegment("server"));
    yield* kernel(
      ports,
      (rows) =>
        rows.some((row) =>
          row.local.port === port && row.state === "ESTABLISHED" &&
          row.receiveQueue === sent
        ),
    );
    yield say(
      "The kernel has received and acknowledged bytes for a connection that no program has accepted.",
    );

    yield step("accept: take the connection from the queue");
    yield ask("accepted-port");
    const conn = await listener.accept();
    open.push(conn);
    yield call(
      "conn = await listener.accept()",
      `${show(conn.localAddr)} to ${show(conn.remoteAddr)}`,
      `fd2 = accept(fd) and the client's address ${show(conn.remoteAddr)}`,
    );
    yield* kernel(ports, (rows) => rows.every(({ owned }) => owned !== false));
    yield say(
      `No state changed. The server now has two descriptors: one that listens, one that talks to this client; both have port ${conn.localAddr.port}.`,
    );

    yield step("read, then answer");
    const buffer = new Uint8Array(1024);
    const n = await conn.read(buffer) ?? 0;
    yield call(
      `await conn.read(buffer)   // buffer.length is ${buffer.length}`,
      n,
      `recv(fd2, buffer, ${buffer.length}, 0) = ${n}`,
    );
    const bytes = buffer.slice(0, n);
    yield { type: "bytes", title: `the first ${n} bytes of buffer`, bytes };
    const written = await conn.write(new TextEncoder().encode("OK!!!"));
    yield call(
      'await conn.write(new TextEncoder().encode("OK!!!"))',
      written,
      `send(fd2, "OK!!!", 5, 0) = ${written}`,
    );
    const reply = new Uint8Array(1024);
    const came = reply.slice(0, await client.read(reply) ?? 0);
    yield drawn(dataSegment("server", came.length), ackSegment("client"));
    yield { type: "bytes", title: "the client reads", bytes: came };
    yield* kernel(ports, (rows) => rows.every((row) => !row.receiveQueue));

    yield step("The client closes: end of stream for the server");
    client.close();
    yield call(
      "client.close()",
      undefined,
      "shutdown(cfd, SHUT_WR)",
      "close(cfd)",
    );
    yield ask("end-of-stream");
    const ends = [await conn.read(buffer), await conn.read(buffer)];
    yield call(
      "[await conn.read(buffer), await conn.read(buffer)]",
      ends,
      "recv(fd2, buffer, 1024, 0) = 0, each time",
    );
    yield drawn(...fourWayClose("client").slice(0, 2));
    yield ask("who-closes");
    yield* kernel(ports, (rows) => {
      const states = rows.map(({ state }) => state);
      return states.includes("CLOSE_WAIT") && states.includes("FIN_WAIT_2");
    });
    yield say(
      "The server's end stays in CLOSE_WAIT until the program closes it. The kernel never closes a descriptor for a program that still runs.",
    );

    yield step("The server closes this connection, and goes on listening");
    conn.close();
    yield call(
      "conn.close()",
      undefined,
      "shutdown(fd2, SHUT_WR)",
      "close(fd2)",
    );
    yield drawn(...fourWayClose("client").slice(2));
    yield* kernel(ports, (rows) => rows.every((r) => r.state !== "CLOSE_WAIT"));
    let outcome = "listens, too";
    try {
      open.push(Deno.listen({ hostname, port }));
    } catch (error) {
      outcome = `throws ${(error as Error).name}`;
    }
    yield call(
      `Deno.listen({ hostname: "${hostname}", port: ${port} })`,
      outcome,
    );
    yield say(
      "The listener is as it was, ready for the next client: a second one cannot take its port.",
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
