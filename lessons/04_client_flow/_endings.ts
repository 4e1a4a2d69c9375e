import { once } from "node:events";
import net from "node:net";
import {
  ask,
  call,
  type Events,
  type Kernel,
  Opened,
  say,
  step,
  tryCall,
  waits,
} from "../../workbook/demo/kit.ts";
import { connection } from "./_connection.ts";

const hello = new TextEncoder().encode("hello");

/** A server that closes, one that resets, and an empty message. */
export async function* endings(kernel: Kernel): Events {
  using open = new Opened();
  const { conn, server, watch, ofClient } = await connection(open);
  const buffer = new Uint8Array(1024);

  yield step(7, "The server closes");
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
    `\`${end.result}\` says that the server sends no more. The first write after it was only copied to the kernel. Its bytes were answered by RST, the client's row is gone, and the next write failed.`,
  );
  yield* resetting();
  yield* emptyMessage(kernel);
}

/** A server that resets at the first message. */
async function* resetting(): Events {
  using open = new Opened();
  yield step(7, "Another server resets");
  const resetter = net.createServer((socket) => {
    socket.on("data", () => socket.resetAndDestroy());
  });
  open.keep({ close: () => resetter.close() });
  const hostname = "127.0.0.1";
  resetter.listen(0, hostname);
  await once(resetter, "listening");
  const { port } = resetter.address() as net.AddressInfo;
  const conn = open.keep(await Deno.connect({ hostname, port }));
  const buffer = new Uint8Array(1024);
  const write = () => conn.write(hello);
  yield await tryCall('await client.write("hello")', write);
  yield await tryCall("await client.read(buffer)", () => conn.read(buffer));
  yield await tryCall("await client.read(buffer)", () => conn.read(buffer));
  yield await tryCall('await client.write("hello")', write);
  yield say(
    "The first read told of the reset. The next one tells only the end.",
  );
}

/** Zero bytes. */
async function* emptyMessage(kernel: Kernel): Events {
  using open = new Opened();
  const { conn, watch, ofClient } = await connection(open);

  yield step(8, "An empty message");
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
}

/** A message that waits for room, and a server that goes away. */
export async function* longMessage(kernel: Kernel): Events {
  using open = new Opened();
  const { conn, server, watch } = await connection(open);

  yield step(9, "16 MiB to a server that does not read");
  let taken = 0;
  yield await tryCall(
    "await client.write(new Uint8Array(2 ** 24))",
    async () => taken = await conn.write(new Uint8Array(2 ** 24)),
    "send(fd, …, MSG_NOSIGNAL)",
  );
  const writing = conn.write(new Uint8Array(1));
  yield call(
    "writing = client.write(new Uint8Array(1))",
    await waits(writing, 200),
  );
  yield* kernel(watch, (rows) =>
    taken === rows.reduce(
      (sum, row) => sum + (row.sendQueue ?? 0) + (row.receiveQueue ?? 0),
      0,
    ));
  server.close();
  yield call(
    "server.close()   // with unread bytes",
    undefined,
    "shutdown(fd, SHUT_WR)",
    "close(fd)",
  );
  yield await tryCall("await writing", () => writing);
  yield say(
    "The server closed with unread bytes, so its kernel sent RST. The message was not written completely.",
  );
}
