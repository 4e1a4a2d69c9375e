import {
  ask,
  call,
  type Events,
  Opened,
  say,
  segments,
  step,
  unavailable,
  watchKernel,
} from "../../workbook/demo/kit.ts";
import type { SocketRow } from "../../workbook/kernel/mod.ts";
import { handshakeSegments, refusalSegments } from "../../workbook/tcp/mod.ts";
import { attempt, hasIpv6 } from "./_attempt.ts";
import { conversation } from "./_conversation.ts";

const hostname = "127.0.0.1";

/** Connects that fail in three ways, one that takes a second, one conversation. */
export async function* demo(): Events {
  using open = new Opened();
  const kernel = watchKernel();

  yield step(1, "A port where nobody listens");
  const gone = Deno.listen({ hostname, port: 0 });
  const closed = gone.addr.port;
  gone.close();
  yield await attempt({ hostname, port: closed });
  yield segments(
    { client: "client", server: `port ${closed}` },
    ...refusalSegments(),
  );
  yield say(
    "The kernel answered for the missing program with RST. RST means reset, and connect ends at once.",
  );

  yield step(2, "The right port at a wrong address");
  const listener = open.keep(
    Deno.listen({ hostname, port: 0, tcpBacklog: 0 }),
  );
  const { port } = listener.addr;
  yield call(
    `listener = Deno.listen({ hostname: "${hostname}", port: 0, tcpBacklog: 0 })`,
    `port ${port}`,
    "fd = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP)",
    `bind(fd, ${hostname}:0)`,
    "listen(fd, 0)",
  );
  if (!hasIpv6()) {
    yield unavailable(
      "This machine has no IPv6, so there is no wrong address to dial.",
    );
  } else {
    yield ask("wrong-address");
    yield await attempt({ hostname: "::1", port });
    yield say(
      `The listener is on ${hostname}, and the client dialled ::1. An error of connect names a symptom, not its cause.`,
    );
  }

  if (Deno.build.os !== "linux") {
    yield unavailable(
      "A full accept queue that drops each SYN is shown on Linux only; the demo continues with a conversation.",
    );
    const conn = open.keep(await Deno.connect({ hostname, port }));
    yield* conversation(kernel, conn, open.keep(await listener.accept()));
    return;
  }

  yield step(3, "The right server, and its queue is full");
  const first = open.keep(await Deno.connect({ hostname, port }));
  const to = `{ hostname: "${hostname}", port: ${port} }`;
  yield call(
    `first = await Deno.connect(${to})`,
    `port ${first.localAddr.port}, and nobody has called accept()`,
  );
  yield ask("full-queue");
  yield ask("local-port");
  const began = performance.now();
  const giveUp = new AbortController();
  open.keep({ close: () => giveUp.abort() });
  const { signal } = giveUp;
  const connecting = Deno.connect({ hostname, port, signal });
  connecting.then((conn) => open.keep(conn), () => {});
  yield call(`second = Deno.connect(${to})`, undefined);
  const isDialling = (row: SocketRow) => row.state === "SYN_SENT";
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

  yield step(4, "A deadline");
  yield await attempt({ hostname, port }, 100);
  yield* kernel(watch, (rows) => rows.filter(isDialling).length === 1);
  yield say(
    "At the deadline Deno closed the descriptor, and the kernel forgot the third client. The second has no deadline and still waits.",
  );

  yield step(5, "A place becomes free");
  open.keep(await listener.accept());
  yield call("await listener.accept()", "first");
  const conn = await connecting;
  const waited = Math.round(performance.now() - began);
  const server = open.keep(await listener.accept());
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
    "The kernel sent the SYN again about one second after the first. Now a place was free.",
  );
  yield* conversation(kernel, conn, server);
}
