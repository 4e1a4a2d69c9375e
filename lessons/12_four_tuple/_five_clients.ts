import {
  ask,
  call,
  type Events,
  type Kernel,
  type Opened,
  say,
  step,
  tryCall,
} from "../../workbook/demo/kit.ts";
import type { SocketRow } from "../../workbook/kernel/mod.ts";

const hostname = "127.0.0.1";
const HELLO = new TextEncoder().encode("hello");

/** Five clients of one port: their rows, their four values, and whose a segment is. */
export async function* fiveClients(kernel: Kernel, open: Opened): Events {
  yield step(1, "Five clients, one server port");
  const listener = open.keep(Deno.listen({ hostname, port: 0 }));
  const { port } = listener.addr;
  const clients: Deno.TcpConn[] = [];
  const conns: Deno.TcpConn[] = [];
  for (let i = 0; i < 5; i++) {
    clients.push(open.keep(await Deno.connect({ hostname, port })));
    conns.push(open.keep(await listener.accept()));
  }
  yield call(
    "listener = Deno.listen({ hostname, port: 0 })",
    `port ${port}`,
    "bind(fd, 127.0.0.1:0)",
    "listen(fd, 511)",
  );
  yield ask("accepted-port");
  const ports = conns.map(({ localAddr }) => localAddr.port);
  yield call("five accepted connections: their localAddr.port", ports.join());
  const watch = {
    ports: [port],
    mine: ({ local }: SocketRow) => local.port === port,
    label: ({ state }: SocketRow) =>
      state === "LISTEN" ? "the listener" : "accepted",
  };
  yield* kernel(watch, (rows) => rows.length === 6);
  yield say(
    `Six sockets have the local port ${port}. No new port was taken for a client.`,
  );

  yield step(2, "Four values");
  for (const { localAddr, remoteAddr } of conns.slice(0, 2)) {
    yield call(
      "conn.localAddr, conn.remoteAddr",
      `${localAddr.hostname} ${localAddr.port} ${remoteAddr.hostname} ${remoteAddr.port}`,
    );
  }
  yield say("Three values are equal; the client's port tells the two apart.");

  yield step(3, "Five bytes from the third client");
  yield ask("whose-bytes");
  yield await tryCall(
    'await clients[2].write("hello")',
    () => clients[2].write(HELLO),
  );
  const third = clients[2].localAddr.port;
  yield* kernel(
    watch,
    (rows) =>
      rows.some(({ remote, receiveQueue }) =>
        remote.port === third && receiveQueue === 5
      ),
  );
  yield say(
    "One row holds 5 bytes: that whose remote end is the sender. The listener was not asked.",
  );
  for (const conn of [...clients, ...conns, listener]) conn.close();
}
