import {
  ask,
  bytes,
  call,
  type Events,
  Opened,
  say,
  segments,
  step,
  tryCall,
  watchKernel,
} from "../../workbook/demo/kit.ts";
import { formatEndpoint as show } from "../../workbook/kernel/mod.ts";
import {
  ackSegment,
  dataSegment,
  handshakeSegments,
} from "../../workbook/tcp/mod.ts";
import { acceptWaits, shortWrite } from "./_accept.ts";
import { closing } from "./_closing.ts";
import { recordedDescriptors, refused } from "./_listen.ts";
import { manyClients } from "./_many_clients.ts";
import { resetInQueue } from "./_reset.ts";
import { rowsOf } from "./_rows.ts";

const hostname = "127.0.0.1";

/** One listener, one client: each call of a server, and the kernel's rows after it. */
export async function* demo(): Events {
  const kernel = watchKernel();
  using open = new Opened();

  yield* refused();

  yield step(2, "listen: a socket that waits for connections");
  const listener = open.keep(Deno.listen({ hostname, port: 0 }));
  const { port } = listener.addr;
  yield call(
    `listener = Deno.listen({ hostname: "${hostname}", port: 0 })`,
    `listens on ${show(listener.addr)}`,
    "fd = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP)",
    "setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, 1)",
    `bind(fd, ${hostname}:0)`,
    "listen(fd, 511)",
    `getsockname(fd) gives ${show(listener.addr)}`,
  );
  yield* kernel(rowsOf(port), (rows) => rows.length === 1);
  yield await tryCall(
    `Deno.listen({ hostname: "${hostname}", port: ${port} })`,
    () => {
      open.keep(Deno.listen({ hostname, port }));
      return "listens, too";
    },
  );
  yield say("A second listener cannot take the port of the first.");
  yield* recordedDescriptors();

  yield step(3, "A client connects; nobody has called accept()");
  yield ask("before-accept");
  const client = open.keep(await Deno.connect({ hostname, port }));
  const clientPort = client.localAddr.port;
  const connection = rowsOf(port, clientPort);
  const ends = { client: clientPort, server: port };
  yield call(
    `client = await Deno.connect({ hostname: "${hostname}", port: ${port} })`,
    undefined,
    "cfd = socket(AF_INET, SOCK_STREAM, 0)",
    `connect(cfd, ${hostname}:${port})`,
  );
  yield segments(ends, ...handshakeSegments());
  yield* kernel(
    connection,
    (rows) => rows.filter((row) => row.state === "ESTABLISHED").length === 2,
  );
  yield say(
    "Two ESTABLISHED rows, one for each end. The kernel made the connection; no program holds the server's end yet, it waits in the accept queue.",
  );

  yield step(3, "The client writes, still before accept()");
  yield ask("early-bytes");
  const hello = new TextEncoder().encode("hello");
  const sent = await client.write(hello);
  yield call(
    'await client.write(new TextEncoder().encode("hello"))',
    undefined,
    `send(cfd, "hello", ${hello.length}, MSG_NOSIGNAL) = ${sent}`,
  );
  yield segments(ends, dataSegment("client", sent), ackSegment("server"));
  yield* kernel(
    connection,
    (rows) =>
      rows.some((row) =>
        row.local.port === port && row.state === "ESTABLISHED" &&
        row.receiveQueue === sent
      ),
  );
  yield say(
    "The kernel has received and acknowledged bytes for a connection that no program has accepted.",
  );

  const own = yield* acceptWaits(open);

  yield step(4, "accept: take the connection from the queue");
  yield ask("accepted-port");
  const conn = open.keep(await listener.accept());
  yield call(
    "conn = await listener.accept()",
    `${show(conn.localAddr)} to ${show(conn.remoteAddr)}`,
    `fd2 = accept(fd) and the client's address ${show(conn.remoteAddr)}`,
    "getsockname(fd2)",
    "getpeername(fd2)",
  );
  yield* kernel(
    connection,
    (rows) => rows.every(({ owned }) => owned !== false),
  );
  yield say(
    `No state changed. The server now has two descriptors: one that listens, one that talks to this client; both have port ${conn.localAddr.port}.`,
  );

  yield step(4, "read, then reply");
  const buffer = new Uint8Array(1024);
  const n = await conn.read(buffer) ?? 0;
  yield call(
    `await conn.read(buffer)   // buffer.length is ${buffer.length}`,
    n,
    `recv(fd2, buffer, ${buffer.length}, 0) = ${n}`,
  );
  yield bytes(`the first ${n} bytes of buffer`, buffer.slice(0, n));
  const written = await conn.write(new TextEncoder().encode("OK!!!"));
  yield call(
    'await conn.write(new TextEncoder().encode("OK!!!"))',
    written,
    `send(fd2, "OK!!!", 5, MSG_NOSIGNAL) = ${written}`,
  );
  const reply = new Uint8Array(1024);
  const came = reply.slice(0, await client.read(reply) ?? 0);
  yield segments(
    ends,
    dataSegment("server", came.length),
    ackSegment("client"),
  );
  yield bytes("the client reads", came);
  yield* kernel(connection, (rows) => rows.every((row) => !row.receiveQueue));

  yield* shortWrite(own);
  yield* closing({ kernel, client, conn, listener });
  yield* manyClients({ kernel, listener, open });
  yield* resetInQueue(kernel, open);
}
