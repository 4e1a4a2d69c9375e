import type { CallEvent, DemoEvent } from "../../workbook/demo.ts";
import { type SocketRow, until } from "../../workbook/kernel/mod.ts";
import {
  dataSegment,
  handshakeSegments,
  refusalSegments,
} from "../../workbook/tcp/mod.ts";
import { attempt, evidence, type Outcome } from "./_attempt.ts";

const hostname = "127.0.0.1";

/** A connect as the program sees it: arguments, and what came of it after how long. */
const told = (to: string, outcome: Outcome, c: string[]): CallEvent => ({
  type: "call",
  deno: `await Deno.connect(${to})`,
  c: ["socket(AF_INET, SOCK_STREAM)", ...c],
  result: `${outcome.text} after ${outcome.ms.toFixed(1)} ms`,
});

/** Four connects, then one conversation. */
export async function* demo(): AsyncGenerator<DemoEvent, void, void> {
  const open: Array<{ close(): void }> = [];
  const over = new AbortController();
  const keep = <T extends { close(): void }>(socket: T): T => {
    open.push(socket);
    return socket;
  };
  try {
    yield { type: "step", title: "A port where nobody listens" };
    const gone = Deno.listen({ hostname, port: 0 });
    const { port: closed } = gone.addr;
    gone.close();
    const refused = await attempt({ hostname, port: closed });
    yield told(`{ hostname: "${hostname}", port: ${closed} }`, refused, [
      `connect(${hostname}:${closed}) = -1 ECONNREFUSED`,
    ]);
    yield {
      type: "segments",
      client: "client",
      server: `port ${closed}`,
      segments: refusalSegments(),
    };
    yield {
      type: "say",
      text:
        "The kernel of the other host answered for the missing program: RST. RST means reset, and connect() ends at once.",
    };

    yield { type: "step", title: "The right port at a wrong address" };
    const listener = keep(Deno.listen({ hostname, port: 0, tcpBacklog: 0 }));
    const { port } = listener.addr;
    yield { type: "ask", id: "wrong-address" };
    const wrong = await attempt({ hostname: "::1", port });
    yield told(`{ hostname: "::1", port: ${port} }`, wrong, [
      `connect([::1]:${port}) = -1`,
    ]);
    yield {
      type: "say",
      text:
        `A listener waits on ${hostname}:${port}, and this client dialled [::1]. A wrong address can give this error too: an error names a symptom, not a cause.`,
    };

    let conn: Deno.TcpConn;
    let server: Deno.TcpConn;
    const to = `{ hostname: "${hostname}", port: ${port} }`;
    if (Deno.build.os !== "linux") {
      yield {
        type: "unavailable",
        text:
          "A full accept queue that drops SYNs can be shown on Linux only; the conversation follows.",
      };
      conn = keep(await Deno.connect({ hostname, port }));
      server = keep(await listener.accept());
    } else {
      yield { type: "step", title: "The right server, and its queue is full" };
      const first = keep(await Deno.connect({ hostname, port }));
      const firstPort = first.localAddr.port;
      yield {
        type: "call",
        deno: `first = await Deno.connect(${to})`,
        result: `a connection from port ${firstPort}; nobody called accept()`,
      };
      yield { type: "ask", id: "full-queue" };
      yield { type: "ask", id: "local-port" };
      const began = performance.now();
      const { signal } = over;
      const connecting = Deno.connect({ hostname, port, signal });
      connecting.then(keep, () => {});
      const dialling = (row: SocketRow) => row.state === "SYN_SENT";
      yield await evidence(
        () => until((rows) => rows.some(dialling), { ports: [port, firstPort] }),
        (row) =>
          dialling(row)
            ? `the second client, its port is ${row.local.port}`
            : row.local.port === firstPort
            ? "the first client"
            : undefined,
      );
      yield {
        type: "say",
        text:
          "The backlog is 0, so one connection may wait for accept(). The second SYN is dropped without a word. The client is in SYN_SENT, and it has its local port already: the SYN carries it.",
      };

      yield { type: "step", title: "A deadline" };
      const late = await attempt({ hostname, port }, 100);
      yield told(
        `{ port: ${port}, signal: AbortSignal.timeout(100) }`,
        late,
        [`connect(${hostname}:${port}) = -1 EINPROGRESS`, "close(fd)"],
      );
      yield await evidence(
        () =>
          until((rows) => rows.filter(dialling).length === 1, {
            ports: [port, firstPort],
          }),
      );
      yield {
        type: "say",
        text:
          "The signal closed the descriptor: the kernel sends no more SYNs for it, and its row is gone. The second client has no deadline and waits on.",
      };

      yield { type: "step", title: "A slot becomes free" };
      keep(await listener.accept());
      conn = await connecting;
      const waited = performance.now() - began;
      server = keep(await listener.accept());
      yield {
        type: "call",
        deno: `second = await Deno.connect(${to})`,
        result: `a connection from port ${conn.localAddr.port}, ${
          waited.toFixed(0)
        } ms after the call`,
      };
      yield {
        type: "segments",
        client: `client ${conn.localAddr.port}`,
        server: `server ${port}`,
        segments: [
          { from: "client", label: "SYN", client: "SYN_SENT", lost: true },
          ...handshakeSegments(),
        ],
      };
      yield {
        type: "say",
        text:
          "Linux sent the SYN again after one second. This time a slot was free, and the kernel finished the handshake.",
      };
    }
    yield* conversation(conn, server);
  } finally {
    over.abort();
    for (const socket of open) socket.close();
  }
}

/** One message and its reply, an empty message, and a server that goes away. */
async function* conversation(
  conn: Deno.TcpConn,
  server: Deno.TcpConn,
): AsyncGenerator<DemoEvent, void, void> {
  const buffer = new Uint8Array(1024);
  const bytes = (text: string) => new TextEncoder().encode(text);
  const ports = [server.localAddr.port, conn.localAddr.port];

  yield { type: "step", title: "One message, one reply" };
  const hello = bytes("hello");
  const sent = await conn.write(hello);
  await server.read(buffer);
  await server.write(bytes("OK!!!"));
  const n = await conn.read(buffer) ?? 0;
  yield { type: "call", deno: 'conn.write("hello")', c: [`send(fd, "hello", 5, 0) = ${sent}`] };
  yield { type: "bytes", title: "the client sends", bytes: hello };
  yield { type: "bytes", title: "the client reads", bytes: buffer.slice(0, n) };
  yield { type: "ask", id: "empty-write" };
  const none = await conn.write(new Uint8Array(0));
  yield { type: "call", deno: "conn.write(new Uint8Array(0))", result: `${none}` };
  void ports;
  void dataSegment;
}
