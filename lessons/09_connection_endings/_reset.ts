import {
  ask,
  type Events,
  isBetween,
  type Kernel,
  type Opened,
  say,
  segments,
  step,
  tryCall as call,
} from "../../workbook/demo/kit.ts";
import type { SocketRow } from "../../workbook/kernel/mod.ts";
import { resetSegment } from "../../workbook/tcp/mod.ts";
import {
  buffer,
  type Connection,
  HELLO,
  type Resettable,
} from "./_connection.ts";

const hostname = "127.0.0.1";

/** RST, while bytes wait in the receive queue. */
export async function* resetWithData(it: Resettable): Events {
  const { socket, server, ends, rows } = it;
  yield step(4, "RST with data still queued");
  yield await call('socket.write("hello")   // a socket of node:net', () => {
    socket.write("hello");
  });
  yield* rows((seen) =>
    seen.some((row) => row.local.port === ends.server && row.receiveQueue === 5)
  );
  yield await call("socket.resetAndDestroy()", () => {
    socket.resetAndDestroy();
  }, "close(fd), with RST");
  yield segments(ends, resetSegment("client"));
  yield* rows((seen) => seen.length === 0);
  yield ask("data-before-reset");
  for (let i = 0; i < 3; i++) {
    yield await call("await server.read(buffer)", () => server.read(buffer));
  }
  yield say(
    "Here the five bytes could still be read, then the error came once. The third read gave `null`, as after a FIN: a program that reads on after an error forgets how the stream ended.",
  );
}

/** A listener closes, and a connection waits in its accept queue. */
export async function* closedListener(
  kernel: Kernel,
  open: Opened,
): Events {
  yield step(4, "A closed listener with a queued connection");
  const listener = open.keep(Deno.listen({ hostname, port: 0 }));
  const { port } = listener.addr;
  const client = open.keep(await Deno.connect({ hostname, port }));
  yield await call('await client.write("hello")', () => client.write(HELLO));
  const between = isBetween(port, client.localAddr.port);
  const watch = {
    ports: [port, client.localAddr.port],
    // A port may have had other connections before this one.
    mine: (row: SocketRow) => row.state === "LISTEN" || between(row),
    label: (row: SocketRow) =>
      row.state === "LISTEN"
        ? "the listener"
        : row.local.port === port
        ? "server side, not accepted"
        : "client",
  };
  yield* kernel(watch, (rows) => rows.length === 3);
  yield await call("listener.close()", () => listener.close(), "close(fd)");
  yield* kernel(watch, (rows) => rows.length === 0);
  yield await call("await client.read(buffer)", () => client.read(buffer));
  yield await call("await client.read(buffer)", () => client.read(buffer));
  yield say(
    "Nobody had accepted the connection, so nobody could close it politely. The kernel reset it: the client had been connected, and its write had succeeded.",
  );
}

/** A polite end, and one whose peer never ends. */
export async function* polite(it: Connection, other: Connection): Events {
  yield step(8, "Half-close, drain, close; and a peer that does not end");
  const { client, server } = it;
  yield await call("await server.closeWrite()", async () => {
    await server.closeWrite();
  }, "shutdown(fd, SHUT_WR)");
  yield await call('await client.write("hello")', () => client.write(HELLO));
  yield await call("client.close()", () => client.close());
  yield await call("await server.read(buffer)", () => server.read(buffer));
  yield await call("await server.read(buffer)", () => server.read(buffer));
  yield await call("server.close()   // clean", () => server.close());
  await other.server.closeWrite();
  const began = performance.now();
  const timer = setTimeout(() => other.server.close(), 100);
  try {
    yield await call(
      "await server.read(buffer)   // a timer closes after 100 ms",
      () => other.server.read(buffer),
    );
  } finally {
    clearTimeout(timer);
  }
  const waited = Math.round(performance.now() - began);
  yield say(
    `The first peer ended its direction: clean. The second said nothing, and after ${waited} ms the timer's \`close()\` ended the read: forced. \`Interrupted\` came from the program itself, not from the peer.`,
  );
}
