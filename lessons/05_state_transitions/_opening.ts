import {
  ask,
  call,
  type DemoEvent,
  type Events,
  type Kernel,
  type Opened,
  say,
  segments,
  state,
  step,
} from "../../workbook/demo/kit.ts";
import { handshakeSegments } from "../../workbook/tcp/mod.ts";
import { recordedSynRcvd } from "./_recorded.ts";
import { freePort, kernelShows, type Shared } from "./_rows.ts";

const hostname = "127.0.0.1";

/**
 * A listener.
 *
 * @returns The listener; its accept queue has room for one connection.
 */
export async function* listening(
  { open, kernel }: { open: Opened; kernel: Kernel },
): AsyncGenerator<DemoEvent, Deno.TcpListener, void> {
  yield step(1, "A port before and after listen(): no row, then LISTEN");
  const server = freePort(hostname);
  yield* kernelShows(kernel, { server });
  yield state(`port ${server}`, "CLOSED");
  const options = { hostname, port: server, tcpBacklog: 0 };
  const listener = open.keep(Deno.listen(options));
  yield call(
    `Deno.listen({ hostname: "${hostname}", port: ${server}, tcpBacklog: 0 })`,
    undefined,
    "fd = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP)",
    "bind(fd, …)",
    "listen(fd, 0)",
  );
  yield* kernelShows(kernel, { server }, "LISTEN");
  yield state(`listener ${server}`, "LISTEN");
  yield say(
    "CLOSED is a state without a row. One call of the program led from there to LISTEN.",
  );
  return listener;
}

/**
 * A handshake.
 *
 * @returns The client; nobody has accepted its connection.
 */
export async function* opening(
  { open, kernel, listener }: Shared,
): AsyncGenerator<DemoEvent, Deno.TcpConn, void> {
  const server = listener.addr.port;
  yield step(2, "ESTABLISHED at both ends, although nobody called accept()");
  const client = open.keep(await Deno.connect({ hostname, port: server }));
  const first = { client: client.localAddr.port, server };
  yield call(
    `await Deno.connect({ hostname: "${hostname}", port: ${server} })`,
    `port ${first.client}`,
    "socket(AF_INET, SOCK_STREAM, 0)",
    "connect(fd, …)",
  );
  yield segments(first, ...handshakeSegments());
  yield* kernelShows(kernel, first, "ESTABLISHED", "ESTABLISHED");
  yield say("SYN_RCVD was over before the table could be read.");
  yield ask("server-last");
  yield recordedSynRcvd();
  yield say(
    "Recorded on Linux 6.18: a listener with the option TCP_DEFER_ACCEPT does not let the third segment count. The client is open, the server's end is not. One byte of the client makes its state ESTABLISHED, too.",
  );
  return client;
}

/** A client whose SYN finds a full accept queue. */
export async function* fullQueue({ open, kernel, listener }: Shared): Events {
  const server = listener.addr.port;
  yield step(4, "SYN_SENT: the queue is full, so the next SYN is dropped");
  yield ask("queue-full");
  const giveUp = new AbortController();
  open.keep({ close: () => giveUp.abort() });
  const { signal } = giveUp;
  const dialled = Deno.connect({ hostname, port: server, signal }).then(
    (conn) => `port ${open.keep(conn).localAddr.port}`,
    (error) => `${error.name}: ${error.message}`,
  );
  yield call(
    `Deno.connect({ hostname: "${hostname}", port: ${server}, signal })`,
    undefined,
    "socket(AF_INET, SOCK_STREAM, 0)",
    "connect(fd, …)",
  );
  const both = ["ESTABLISHED", "ESTABLISHED"] as const;
  yield* kernelShows(kernel, { server }, "LISTEN", ...both, "SYN_SENT");
  yield {
    ...state("client that met the full queue", "SYN_SENT"),
    whole: true,
  };
  giveUp.abort();
  yield call("giveUp.abort()", await dialled, "close(fd)");
  yield* kernelShows(kernel, { server }, "LISTEN", ...both);
  yield { ...state("the same client", "CLOSED"), whole: true };
  yield say(
    "Its row is gone: SYN_SENT is left without a segment, straight to CLOSED.",
  );
}
