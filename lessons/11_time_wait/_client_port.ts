import {
  type Events,
  type Kernel,
  type Opened,
  say,
  step,
  tryCall,
} from "../../workbook/demo/kit.ts";
import { connect, end, hostname } from "./_connection.ts";

/** The port of a client in TIME_WAIT: both sockets must have the option. */
export async function* clientPort(kernel: Kernel, open: Opened): Events {
  yield step(9, "A client's port waits, too");
  const made = await connect(kernel, open);
  await end(made.client, made.server);
  yield* made.rows("TIME_WAIT");
  yield await tryCall(
    `Deno.listen({ hostname: "127.0.0.1", port: ${made.clientPort} })`,
    () => open.keep(Deno.listen({ hostname, port: made.clientPort })).addr.port,
  );
  yield say(
    "The new socket has SO_REUSEADDR. The old one, of Deno.connect(), has not: one of two is not enough.",
  );
}
