import { once } from "node:events";
import net from "node:net";
import {
  ask,
  call,
  type Events,
  isBetween,
  type Kernel,
  type Opened,
  say,
  segments,
  step,
  tryCall,
  waits,
} from "../../workbook/demo/kit.ts";
import { resetSegment } from "../../workbook/tcp/mod.ts";
import { rowsOf } from "./_rows.ts";

const hostname = "127.0.0.1";

/** A client that is gone before `accept()`, and one that does not read. */
export async function* resetInQueue(kernel: Kernel, open: Opened): Events {
  yield step(8, "A reset in the accept queue");
  const listener = open.keep(Deno.listen({ hostname, port: 0 }));
  const { port } = listener.addr;
  const socket = net.connect(port, hostname);
  open.keep({ close: () => socket.destroy() });
  await once(socket, "connect");
  const gone = socket.localPort ?? 0;
  yield call(`socket = net.connect(${port}, "${hostname}")`, `port ${gone}`);
  const watch = rowsOf(port, gone);
  yield* kernel(watch, (rows) => rows.length === 3);
  socket.resetAndDestroy();
  yield call("socket.resetAndDestroy()", undefined, "close(cfd), with RST");
  yield segments({ client: gone, server: port }, resetSegment("client"));
  yield* kernel(watch, (rows) => rows.length === 1);
  yield ask("reset-in-queue");
  yield await tryCall(
    "await listener.accept()",
    async () => {
      open.keep(await listener.accept());
      return "a connection";
    },
    "fd2 = accept(fd)",
    "getsockname(fd2)",
    "getpeername(fd2) = -1 ENOTCONN",
  );
  const next = open.keep(await Deno.connect({ hostname, port }));
  const conn = open.keep(await listener.accept());
  yield call(
    "await listener.accept()   // after the next client's connect",
    `a client with port ${conn.remoteAddr.port}`,
  );
  yield say("The listener still works.");

  yield step(8, "A client that does not read");
  let taken = 0;
  yield await tryCall(
    "await conn.write(new Uint8Array(2 ** 24))",
    async () => taken = await conn.write(new Uint8Array(2 ** 24)),
  );
  const one = conn.write(new Uint8Array(1));
  yield call("writing = conn.write(new Uint8Array(1))", await waits(one, 300));
  const between = isBetween(port, next.localAddr.port);
  yield* kernel(
    { ...rowsOf(port, next.localAddr.port), mine: between },
    (rows) =>
      rows.length === 2 && taken === rows.reduce(
          (sum, row) => sum + (row.sendQueue ?? 0) + (row.receiveQueue ?? 0),
          0,
        ),
  );
  conn.close();
  yield call("conn.close()", undefined, "close(fd2)");
  yield await tryCall("await writing", () => one);
  yield say(
    "The queues were full, so one byte waited for room. `close()` ended the wait.",
  );
}
