import {
  ask,
  type Events,
  type Kernel,
  type Opened,
  recorded,
  say,
  step,
  tryCall,
} from "../../workbook/demo/kit.ts";
import { connect, end, hostname } from "./_connection.ts";

/** What `restart.c` printed on Linux 6.18: how the first run ended, without SO_REUSEADDR, with it. */
const RECORDED = [
  ["no connection was made", "ok", "ok"],
  ["the client closes first", "ok", "ok"],
  ["the server closes first", "EADDRINUSE", "ok"],
  ["its connection is still open", "EADDRINUSE", "ok"],
  ["its listener is still open", "EADDRINUSE", "EADDRINUSE"],
];

/** A server starts again, after each kind of end. */
export async function* restarts(kernel: Kernel, open: Opened): Events {
  yield step(4, "A restart after each kind of end (C, recorded)");
  yield ask("restart-without");
  yield* recorded(RECORDED.map(([how, without, withIt]) => [
    `bind() again: ${how}`,
    `${without} without SO_REUSEADDR, ${withIt} with it`,
  ]));
  yield step(4, "The same with Deno, which sets SO_REUSEADDR");
  const made = await connect(kernel, open);
  made.listener.close();
  await end(made.server, made.client);
  yield* made.rows("TIME_WAIT");
  const { port } = made;
  yield await tryCall(
    `Deno.listen({ hostname: "127.0.0.1", port: ${port} }).addr.port`,
    () => open.keep(Deno.listen({ hostname, port })).addr.port,
    "setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, [1], 4)",
    `bind(fd, 127.0.0.1:${port})`,
    "listen(fd, 511)",
  );
  yield say(
    "The row is still there, and the new listener as well: the option let bind() ignore it.",
  );
}
