import {
  areIn,
  ask,
  call,
  type DemoEvent,
  dial,
  type Events,
  isBetween,
  isDialling,
  say,
  segments,
  step,
  waits,
  watchClients,
} from "../../workbook/demo/kit.ts";
import { handshakeSegments } from "../../workbook/tcp/mod.ts";
import { type Given, listenCall } from "./_given.ts";

/** A listener with two clients in its queue, the second and the third. */
export interface Queue {
  listener: Deno.TcpListener;
  second: Deno.TcpConn;
  third: Deno.TcpConn;
}

/** A third client of a queue with two places. */
export async function* fullQueue(
  { kernel, open, listen }: Given,
): AsyncGenerator<DemoEvent, Queue, void> {
  yield step(3, "A third client of a queue with two places");
  const listener = listen(1);
  const { port } = listener.addr;
  yield call(listenCall(1), `port ${port}`, "listen(fd, 1)");
  const first = await dial(listener, open);
  const second = await dial(listener, open);
  const ports = [first, second].map((conn) => conn.localAddr.port);
  yield call("two clients connect", `ports ${ports.join(" and ")}`);
  yield ask("third-client");
  const began = performance.now();
  const dialling = dial(listener, open);
  yield call(
    `third = Deno.connect({ port: ${port} })`,
    await waits(dialling),
    `connect(cfd, 127.0.0.1:${port}) = -1 EINPROGRESS`,
  );
  yield* kernel(watchClients(port, ports), (rows) => rows.some(isDialling));
  yield say(
    "No answer, no error, and no row at the server: nothing is in SYN_RCVD. The kernel has dropped the SYN.",
  );

  yield step(3, "A place becomes free");
  const accepted = open.keep(await listener.accept());
  yield call(
    "await listener.accept()",
    `the client with port ${accepted.remoteAddr.port}`,
  );
  const third = await dialling;
  const waited = Math.round(performance.now() - began);
  yield call(
    "await third",
    `port ${third.localAddr.port}, ${waited} ms after the call`,
  );
  yield segments(
    { client: third.localAddr.port, server: port },
    { from: "client", label: "SYN", client: "SYN_SENT", lost: true },
    ...handshakeSegments(),
  );
  yield say(
    "`accept()` told the client nothing. The client's kernel sent the SYN again after a second, and now there was a place.",
  );
  accepted.close();
  return { listener, second, third };
}

/** Who has waited longest comes first, also when it has left. */
export async function* inOrder(
  { kernel, open }: Given,
  { listener, second, third }: Queue,
): Events {
  const { port } = listener.addr;
  const ports = [second, third].map((conn) => conn.localAddr.port);
  yield step(5, "Client 1 leaves while it waits");
  yield call("two clients wait", `ports ${ports.join(" and ")}`);
  await second.write(new TextEncoder().encode("early"));
  second.close();
  yield call('await client1.write("early"); client1.close()', undefined);
  yield* kernel(
    watchClients(port, ports),
    (rows) => rows.some((row) => row.state === "CLOSE_WAIT"),
  );
  const conn = open.keep(await listener.accept());
  yield call(
    "conn = await listener.accept()",
    `the client with port ${conn.remoteAddr.port}`,
  );
  const buffer = new Uint8Array(100);
  yield call("await conn.read(buffer)", await conn.read(buffer));
  yield call("await conn.read(buffer)", await conn.read(buffer));
  conn.close();
  const next = open.keep(await listener.accept());
  yield call(
    "await listener.accept()",
    `the client with port ${next.remoteAddr.port}`,
  );
  yield* kernel(
    {
      ...watchClients(port, ports),
      mine: isBetween(port, third.localAddr.port),
    },
    areIn("ESTABLISHED", "ESTABLISHED"),
  );
  yield say(
    "First in, first out. A client that has left keeps its place, and what it wrote before can be read.",
  );
}
