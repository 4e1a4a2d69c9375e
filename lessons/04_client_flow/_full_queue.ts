import {
  areIn,
  ask,
  call,
  dial,
  type Events,
  isBetween,
  isDialling,
  type Kernel,
  type Opened,
  recorded,
  say,
  segments,
  step,
  waits,
} from "../../workbook/demo/kit.ts";
import type { SocketRow } from "../../workbook/kernel/mod.ts";
import { handshakeSegments } from "../../workbook/tcp/mod.ts";
import { attempt } from "./_attempt.ts";

/** A listener whose accept queue has room for one connection. */
export interface Listening {
  kernel: Kernel;
  listener: Deno.TcpListener;
  open: Opened;
}

/** Clients of a full queue: one waits, one has a deadline. */
export async function* fullQueue(
  { kernel, listener, open }: Listening,
): Events {
  const { hostname, port } = listener.addr;

  yield step(4, "The right server, and its queue is full");
  const first = await dial(listener, open);
  const to = `{ hostname: "${hostname}", port: ${port} }`;
  yield call(
    `first = await Deno.connect(${to})`,
    `port ${first.localAddr.port}, and nobody has called accept()`,
  );
  yield ask("full-queue");
  yield ask("local-port");
  const began = performance.now();
  const connecting = dial(listener, open);
  yield call(`second = Deno.connect(${to})`, undefined);
  const watch = {
    ports: [port],
    mine: (row: SocketRow) => row.state !== "TIME_WAIT",
    label: (row: SocketRow) =>
      isDialling(row)
        ? "second"
        : row.local.port === first.localAddr.port
        ? "first"
        : undefined,
  };
  yield* kernel(watch, (rows) => rows.some(isDialling));
  yield say(
    "With a backlog of 0 one connection may wait for accept(). The second SYN is dropped, and nobody says so. The client is in SYN_SENT, and it has its local port already: the SYN carries it.",
  );

  yield* recorded([
    ["connect(fd, …)   // TCP_SYNCNT 1", "-1 ETIMEDOUT after 3.07 s"],
    ["connect(fd, …)   // TCP_SYNCNT 2", "-1 ETIMEDOUT after 7.14 s"],
  ]);
  yield say(
    "The kernel gives up in the end. Without this option it takes more than two minutes.",
  );

  yield step(5, "A deadline");
  yield call(
    "await Promise.race([second, after(100)])",
    `too late: second ${await waits(connecting)}`,
  );
  yield await attempt({ hostname, port }, 100);
  yield* kernel(watch, (rows) => rows.filter(isDialling).length === 1);
  yield say(
    "The third client had a signal: at the deadline Deno closed its descriptor, and the kernel forgot it. The race ended nothing: the second still waits.",
  );
  yield ask("lost-race");

  yield step(5, "A place becomes free");
  open.keep(await listener.accept());
  yield call("await listener.accept()", "first");
  const conn = await connecting;
  const waited = Math.round(performance.now() - began);
  yield call(
    "await second",
    `port ${conn.localAddr.port}, ${waited} ms after the call`,
  );
  yield segments(
    { client: conn.localAddr.port, server: port },
    { from: "client", label: "SYN", client: "SYN_SENT", lost: true },
    ...handshakeSegments(),
  );
  yield say(
    "The kernel sent the SYN again about one second after the first. Now a place was free: connected, although its program had given up. Whoever only stops waiting must close such a connection.",
  );
  yield* kernel(
    { ...watch, mine: isBetween(conn.localAddr.port, port) },
    areIn("ESTABLISHED", "ESTABLISHED"),
  );
  conn.close();
  yield call("(await second).close()", undefined, "close(fd)");
}
