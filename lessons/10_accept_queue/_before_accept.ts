import {
  areEstablished,
  ask,
  call,
  dial,
  type Events,
  say,
  step,
  watchClients,
} from "../../workbook/demo/kit.ts";
import { type Given, listenCall } from "./_given.ts";

/** A connection that the kernel has made, and that no program has taken. */
export async function* beforeAccept(
  { kernel, open, listen }: Given,
): Events {
  yield step(1, "A client is connected, and nobody has called accept()");
  const listener = listen(5);
  const { port } = listener.addr;
  yield call(listenCall(5), `port ${port}`, "listen(fd, 5)");
  const client = await dial(listener, open);
  yield call(
    `client = await Deno.connect({ port: ${port} })`,
    `port ${client.localAddr.port}`,
  );
  const written = await client.write(new TextEncoder().encode("early"));
  yield call('await client.write("early")', written);
  yield ask("what-is-counted");
  yield* kernel(
    watchClients(port, [client.localAddr.port]),
    (rows) =>
      areEstablished(2)(rows) && rows.some((row) => row.receiveQueue === 5),
  );
  yield say(
    "The handshake is done and the bytes are here. The kernel did both; `accept()` will only take the connection out of the queue. The listener's row counts connections, the other row bytes.",
  );
}
