import {
  ask,
  bytes,
  call,
  type Events,
  isBetween,
  type Kernel,
  say,
  segments,
  step,
  tryCall,
} from "../../workbook/demo/kit.ts";
import type { SocketRow } from "../../workbook/kernel/mod.ts";
import { dataSegment } from "../../workbook/tcp/mod.ts";

/**
 * One message and its reply, an empty message, and a server that closes.
 *
 * @param kernel Shows the kernel's rows.
 * @param conn The client's end.
 * @param server The server's end; it is closed here.
 */
export async function* conversation(
  kernel: Kernel,
  conn: Deno.TcpConn,
  server: Deno.TcpConn,
): Events {
  const buffer = new Uint8Array(1024);
  const [hello, reply] = ["hello", "OK!!!"].map((text) =>
    new TextEncoder().encode(text)
  );
  const ends = { client: conn.localAddr.port, server: server.localAddr.port };
  const ofClient = (row: SocketRow) => row.local.port === ends.client;
  const watch = {
    ports: [ends.client],
    mine: isBetween(ends.client, ends.server),
    label: (row: SocketRow) => ofClient(row) ? "client" : "server side",
  };

  yield step(6, "One message, one reply");
  const sent = await conn.write(hello);
  yield bytes("the client sends", hello);
  const length = await server.read(buffer);
  await server.write(reply);
  const n = await conn.read(buffer) ?? 0;
  yield bytes(
    `the server reads ${length} bytes and replies`,
    buffer.slice(0, n),
  );
  yield segments(ends, dataSegment("client", sent), dataSegment("server", n));
  yield say(
    "Nothing marks the end of a reply: no line feed, no length. The client knows only that a reply has 5 bytes, so it counts them.",
  );

  yield step(7, "An empty message");
  yield ask("empty-write");
  const none = await conn.write(new Uint8Array(0));
  yield call(
    "await client.write(new Uint8Array(0))",
    none,
    `send(fd, "", 0, MSG_NOSIGNAL) = ${none}`,
  );
  yield* kernel(watch, (rows) => rows.some(ofClient));
  yield say(
    "The call succeeds, and no segment was sent: the receive queue of the server side is empty. A client that now waits for a reply waits for ever.",
  );

  yield step(8, "The server closes");
  server.close();
  yield call("server.close()", undefined, "shutdown(fd, SHUT_WR)", "close(fd)");
  const end = await tryCall(
    "await client.read(buffer)",
    () => conn.read(buffer),
    "recv(fd, buffer, 1024, 0) = 0",
  );
  yield end;
  yield ask("write-after-end");
  const write = () => conn.write(hello);
  yield await tryCall('await client.write("hello")', write);
  // The RST that answers it takes a moment.
  yield* kernel(watch, (rows) => !rows.some(ofClient));
  yield await tryCall(
    'await client.write("hello")',
    write,
    "send(fd, …, MSG_NOSIGNAL) = -1 EPIPE",
  );
  yield say(
    `\`${end.result}\` was the news: the server sends no more. The first write after it was only copied to the kernel. Its bytes were answered by RST, the client's row is gone, and the next write failed.`,
  );
}
