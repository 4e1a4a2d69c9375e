import {
  call,
  type Events,
  type Opened,
  say,
  step,
  tryCall,
  waits,
} from "../../workbook/demo/kit.ts";
import type { DemoEvent } from "../../workbook/demo/events.ts";

const hostname = "127.0.0.1";

/**
 * An `accept()` that is called before a client comes.
 *
 * @param open Closes the connection and its listener.
 * @returns The server's end.
 */
export async function* acceptWaits(
  open: Opened,
): AsyncGenerator<DemoEvent, Deno.TcpConn, void> {
  yield step(4, "accept: the queue is empty, so it waits");
  const listener = open.keep(Deno.listen({ hostname, port: 0 }));
  const { port } = listener.addr;
  const accepting = listener.accept();
  yield call(
    "accepting = listener2.accept()   // another listener",
    await waits(accepting),
    "accept(fd) waits",
  );
  const client = open.keep(await Deno.connect({ hostname, port }));
  yield call(
    `await Deno.connect({ hostname: "${hostname}", port: ${port} })`,
    `port ${client.localAddr.port}`,
  );
  const conn = open.keep(await accepting);
  yield call("await accepting", `a client with port ${conn.remoteAddr.port}`);
  yield say("`accept()` returned as soon as a connection was in the queue.");
  return conn;
}

/** One write of more than the queues hold; nobody reads at the other end. */
export async function* shortWrite(conn: Deno.TcpConn): Events {
  yield step(4, "write: it may take a part only");
  const data = new Uint8Array(2 ** 24);
  const write = () => conn.write(data);
  const taken = await tryCall(
    `await conn2.write(new Uint8Array(${data.length}))   // its client does not read`,
    write,
    "send(fd3, …, MSG_NOSIGNAL)",
  );
  yield taken;
  yield say(
    taken.result === String(data.length)
      ? "Here the kernel took all of it. Only the number that `write()` returns says so."
      : "The rest was not sent, and no error says so: only the number that `write()` returns.",
  );
}
