import {
  type Events,
  type Kernel,
  type Opened,
  say,
  step,
  tryCall as call,
} from "../../workbook/demo/kit.ts";
import { buffer, connect, connectResettable, HELLO } from "./_connection.ts";

/** Five endings, and what one call says of each. */
export async function* sideBySide(kernel: Kernel, open: Opened): Events {
  yield step(1, "Five endings, side by side");
  const ended = await connect(kernel, open);
  ended.server.close();
  yield await call(
    "await conn.read(buffer)   // the peer has closed",
    () => ended.client.read(buffer),
  );

  const reset = await connectResettable(kernel, open);
  const reading = reset.server.read(buffer);
  reset.socket.resetAndDestroy();
  yield await call(
    "await conn.read(buffer)   // the peer resets",
    () => reading,
  );

  const listener = open.keep(Deno.listen({ hostname: "127.0.0.1", port: 0 }));
  const { port } = listener.addr;
  const queued = open.keep(
    await Deno.connect({ hostname: "127.0.0.1", port }),
  );
  listener.close();
  yield await call(
    "await conn.read(buffer)   // the listener has closed",
    () => queued.read(buffer),
  );

  const own = await connect(kernel, open);
  const waiting = own.client.read(buffer);
  own.client.close();
  yield await call(
    "await conn.read(buffer)   // conn.close() meanwhile",
    () => waiting,
  );
  yield await call(
    'await conn.write("hello")   // the peer has closed',
    () => ended.client.write(HELLO),
  );
  yield say(
    "Four reads report an end, in three ways. The write succeeded: nobody will read these bytes.",
  );
}
