import { once } from "node:events";
import net from "node:net";
import {
  ask,
  call,
  type Events,
  type Kernel,
  type Opened,
  say,
  segments,
  step,
  tryCall,
} from "../../workbook/demo/kit.ts";
import { refusalSegments, resetSegment } from "../../workbook/tcp/mod.ts";
import { drain, fill, freePort, kernelShows, type Shared } from "./_rows.ts";

const hostname = "127.0.0.1";

/** A simultaneous open. */
export async function* dialsItself(
  { open, kernel }: { open: Opened; kernel: Kernel },
): Events {
  yield step(8, "No listener at all: one socket dials itself");
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

/** A client resets an open connection. */
export async function* reset({ open, kernel, listener }: Shared): Events {
  yield step(8, "RST: a reset ends all");
  const server = listener.addr.port;
  const socket = net.connect(server, hostname);
  open.keep({ close: () => socket.destroy() });
  const [conn] = await Promise.all([
    listener.accept(),
    once(socket, "connect"),
  ]);
  open.keep(conn);
  const ends = { client: conn.remoteAddr.port, server };
  yield call(`net.connect(${server}, "${hostname}")`, `port ${ends.client}`);
  yield* kernelShows(kernel, ends, "ESTABLISHED", "ESTABLISHED");
  socket.resetAndDestroy();
  yield call("client.resetAndDestroy()", undefined, "close(fd), with RST");
  yield segments(ends, resetSegment("client"));
  const read = () => conn.read(new Uint8Array(1024));
  yield await tryCall("await server.read(buffer)", read);
  yield await tryCall("await server.read(buffer)", read);
  yield* kernelShows(kernel, ends);
  yield say("No row is left at either end, and nobody waits in TIME_WAIT.");
}

/** A segment that belongs to no connection, and an `abort`. */
export async function* strays({ open, kernel, listener }: Shared): Events {
  yield step(9, "A dial to a port without a listener");
  const free = freePort(hostname);
  yield await tryCall(
    `await Deno.connect({ hostname: "${hostname}", port: ${free} })`,
    () => Deno.connect({ hostname, port: free }).then((conn) => conn.close()),
    "connect(fd, …)",
  );
  const names = { client: "client", server: `port ${free}` };
  yield segments(names, ...refusalSegments());
  yield say(
    "The SYN belonged to no connection, so the kernel answered RST,ACK.",
  );

  yield step(9, "abort: close() with a byte that nobody has read");
  const server = listener.addr.port;
  const client = open.keep(await Deno.connect({ hostname, port: server }));
  const conn = open.keep(await listener.accept());
  const ends = { client: client.localAddr.port, server };
  yield call(
    "await client.write(oneByte)",
    await client.write(new Uint8Array(1)),
  );
  yield await fill("server", conn);
  yield* kernelShows(kernel, ends, "ESTABLISHED", "ESTABLISHED");
  conn.close();
  yield call(
    "server.close()",
    undefined,
    "shutdown(fd, SHUT_WR)",
    "close(fd)",
  );
  yield segments(ends, resetSegment("server"));
  yield await tryCall("the client reads to the end", () => drain(client));
  yield* kernelShows(kernel, ends);
  yield say(
    "The FIN had no room and never left. The server's kernel found an unread byte at `close()` and gave the connection up: RST, what was not delivered is lost, and there is no row in TIME_WAIT.",
  );
}
