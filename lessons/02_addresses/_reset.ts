import { once } from "node:events";
import { connect } from "node:net";
import {
  call,
  type Events,
  isBetween,
  type Kernel,
  Opened,
  say,
  step,
  tryCall,
  unavailable,
} from "../../workbook/demo/kit.ts";
import { formatEndpoint } from "../../workbook/kernel/mod.ts";

const HOST = "127.0.0.1";

/** A client that resets its connection in the accept queue of a port. */
async function resetBeforeAccept(port: number): Promise<number> {
  const client = connect({ host: HOST, port });
  try {
    await once(client, "connect");
    const own = client.localPort ?? 0;
    const closed = once(client, "close");
    client.resetAndDestroy();
    await closed;
    return own;
  } finally {
    client.destroy();
  }
}

const rowsBetween = (client: number, server: number) => ({
  ports: [server, client],
  mine: isBetween(client, server),
});

/** Serves until the listener ends, and says how that was. */
async function serveAll(
  listener: Deno.TcpListener,
  open: Opened,
): Promise<string> {
  for await (const conn of listener) open.keep(conn);
  return "the loop ends without an error";
}

/** A client that is gone when `accept()` looks at it. */
export async function* resetInQueue(kernel: Kernel): Events {
  using open = new Opened();
  yield step(9, "A reset in the accept queue");
  if (Deno.build.os !== "linux") {
    // Other kernels may take the connection out of the queue: accept() waits.
    return yield unavailable("A reset in the queue is shown on Linux only.");
  }
  const listener = open.keep(Deno.listen({ hostname: HOST, port: 0 }));
  const { port } = listener.addr;
  const own = await resetBeforeAccept(port);
  yield call("client.resetAndDestroy()", "the client has sent RST");
  yield* kernel(rowsBetween(own, port), (rows) => rows.length === 0);
  const accept = async () => {
    const conn = open.keep(await listener.accept());
    return `a connection from ${formatEndpoint(conn.remoteAddr)}`;
  };
  yield await tryCall(
    "await listener.accept()",
    accept,
    "fd2 = accept4(fd, &a, &length)",
    "getpeername(fd2, &b, &length) = -1 ENOTCONN",
  );
  open.keep(await Deno.connect({ hostname: HOST, port }));
  yield await tryCall("await listener.accept()   // the next client", accept);
  yield say(
    "`accept()` rejected, and the listener still works: the error belongs to one client, not to the server.",
  );

  yield step(9, "The same, with a for await loop");
  const next = await resetBeforeAccept(port);
  yield* kernel(rowsBetween(next, port), (rows) => rows.length === 0);
  const loop = "for await (const conn of listener) serve(conn)";
  yield await tryCall(loop, () => serveAll(listener, open));
  const serving = serveAll(listener, open);
  listener.close();
  yield await tryCall(`${loop}   // and listener.close()`, () => serving);
  yield say(
    "The reset of one client ended the loop: no other client is served. Closing the listener ends it, too, but without an error.",
  );
}
