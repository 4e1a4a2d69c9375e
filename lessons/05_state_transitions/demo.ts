import { once } from "node:events";
import net from "node:net";
import {
  ask,
  call,
  type Events,
  Opened,
  say,
  segments,
  state,
  step,
  watchKernel,
} from "../../workbook/demo/kit.ts";
import { fourWayClose, handshakeSegments } from "../../workbook/tcp/mod.ts";
import { drain, fill, freePort, kernelShows } from "./_rows.ts";

const hostname = "127.0.0.1";

/** Leads real connections through the states; after each call the kernel is asked. */
export async function* demo(): Events {
  using open = new Opened();
  const kernel = watchKernel();

  yield step(1, "LISTEN, and an accept queue with room for one connection");
  const listener = open.keep(Deno.listen({ hostname, port: 0, tcpBacklog: 0 }));
  const server = listener.addr.port;
  const dial = `Deno.connect({ hostname: "${hostname}", port: ${server} })`;
  yield call(
    `Deno.listen({ hostname: "${hostname}", port: 0, tcpBacklog: 0 })`,
    `port ${server}`,
    "fd = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP)",
    "bind(fd, …)",
    "listen(fd, 0)",
  );
  yield* kernelShows(kernel, { server }, "LISTEN");
  yield { ...state(`listener ${server}`, "LISTEN"), whole: true };
  yield say("Before that it was CLOSED: a state without a row.");

  yield step(2, "ESTABLISHED at both ends, although nobody called accept()");
  const a = open.keep(await Deno.connect({ hostname, port: server }));
  const first = { client: a.localAddr.port, server };
  yield call(
    `await ${dial}`,
    `port ${first.client}`,
    "socket(AF_INET, SOCK_STREAM, 0)",
    "connect(fd, …)",
  );
  yield segments(first, ...handshakeSegments());
  yield* kernelShows(kernel, first, "ESTABLISHED", "ESTABLISHED");
  yield say("SYN_RCVD was over before the table could be read.");

  yield step(3, "SYN_SENT: the queue is full, so the next SYN is dropped");
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
  giveUp.abort();
  yield call("giveUp.abort()", await dialled, "close(fd)");
  yield* kernelShows(kernel, { server }, "LISTEN", ...both);
  yield say(
    "Its row is gone: SYN_SENT is left without a segment, straight to CLOSED.",
  );

  yield step(4, "FIN_WAIT_2 and CLOSE_WAIT: one side has finished");
  const b = open.keep(await listener.accept());
  yield ask("first-fin");
  await a.closeWrite();
  yield call("await client.closeWrite()", undefined, "shutdown(fd, SHUT_WR)");
  yield segments(first, ...fourWayClose().slice(0, 2));
  yield* kernelShows(kernel, first, "FIN_WAIT_2", "CLOSE_WAIT");

  yield step(5, "LAST_ACK: the other side finishes, behind unread bytes");
  yield await fill("server", b);
  await b.closeWrite();
  yield call("await server.closeWrite()", undefined, "shutdown(fd, SHUT_WR)");
  yield* kernelShows(
    kernel,
    { ...first, marked: "server" },
    "FIN_WAIT_2",
    "LAST_ACK",
  );
  yield say("Its FIN waits behind those bytes, and with it the last ACK.");

  yield step(6, "TIME_WAIT: who keeps a row when everything is read");
  yield call("the client reads to the end", await drain(a), "recv(fd, …)");
  yield ask("who-waits");
  a.close();
  b.close();
  yield call(
    "client.close(); server.close()",
    undefined,
    "close(fd)",
    "close(fd)",
  );
  yield* kernelShows(kernel, first, "TIME_WAIT");
  yield say("No program holds this row. A timer ends it, not a segment.");

  yield step(7, "FIN_WAIT_1: a FIN that cannot leave yet");
  const c = open.keep(await Deno.connect({ hostname, port: server }));
  const d = open.keep(await listener.accept());
  const second = { client: c.localAddr.port, server };
  yield await fill("client", c);
  await c.closeWrite();
  yield call("await client.closeWrite()", undefined, "shutdown(fd, SHUT_WR)");
  yield* kernelShows(kernel, second, "FIN_WAIT_1", "ESTABLISHED");

  yield step(8, "CLOSING: the other side finishes before it has read");
  yield await fill("server", d);
  await d.closeWrite();
  yield call("await server.closeWrite()", undefined, "shutdown(fd, SHUT_WR)");
  yield* kernelShows(kernel, second, "FIN_WAIT_1", "FIN_WAIT_1");
  yield ask("crossing-fins");
  await drain(c);
  yield call("the client reads to the end", undefined, "recv(fd, …)");
  yield* kernelShows(kernel, second, "CLOSING", "FIN_WAIT_2");
  yield call("the server reads to the end", await drain(d), "recv(fd, …)");
  yield* kernelShows(kernel, second, "TIME_WAIT", "TIME_WAIT");
  yield say("Each side closed before it had the other's FIN: both wait.");

  yield step(9, "No listener at all: one socket dials itself");
  const own = freePort(hostname);
  yield ask("no-listener");
  const from = { localAddress: hostname, localPort: own };
  const to = { host: hostname, port: own, ...from };
  const socket = net.connect(to);
  open.keep({ close: () => socket.destroy() });
  await once(socket, "connect");
  yield call(
    `net.connect(${Deno.inspect(to, { breakLength: 200 })})`,
    "connected",
    "bind(fd, …)",
    "connect(fd, …)",
  );
  yield* kernelShows(kernel, { client: own, server: own }, "ESTABLISHED");
  yield say(
    "Its SYN met its own SYN, a simultaneous open: SYN_SENT, SYN_RCVD, ESTABLISHED, and no LISTEN.",
  );
}
