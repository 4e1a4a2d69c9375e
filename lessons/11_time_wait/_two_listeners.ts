import {
  areIn,
  ask,
  call,
  type Events,
  type Kernel,
  type Opened,
  recorded,
  say,
  step,
  tryCall,
} from "../../workbook/demo/kit.ts";
import type { SocketRow } from "../../workbook/kernel/mod.ts";
import { hostname } from "./_connection.ts";

/** Two live listeners, one port. */
export async function* twoListeners(kernel: Kernel, open: Opened): Events {
  yield step(5, "Two listeners, one port");
  const first = open.keep(Deno.listen({ hostname, port: 0 }));
  const { port } = first.addr;
  const again = (host: string) => () =>
    open.keep(Deno.listen({ hostname: host, port })).addr.port;
  // Another program may have had this port before, and left rows in TIME_WAIT.
  const mine = ({ state }: SocketRow) => state === "LISTEN";
  yield* kernel({ ports: [port], mine }, areIn("LISTEN"));
  yield ask("second-listener");
  yield await tryCall(
    `Deno.listen({ hostname: "127.0.0.1", port: ${port} })`,
    again(hostname),
    "setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, [1], 4)",
    `bind(fd, 127.0.0.1:${port})   = -1 EADDRINUSE`,
  );
  yield say(
    "Both have SO_REUSEADDR. It does not share a port between two live listeners.",
  );
  yield step(5, "SO_REUSEPORT (C, recorded)");
  yield* recorded([
    ["SO_REUSEPORT on both: bind(), listen()", "ok; two rows in LISTEN"],
    ["SO_REUSEPORT on the old one only", "EADDRINUSE"],
    ["SO_REUSEPORT on the new one only", "EADDRINUSE"],
  ]);
  yield call(
    "Deno.listen({ port, reusePort: true })",
    "the process ends: it needs --unstable-net",
  );
}
