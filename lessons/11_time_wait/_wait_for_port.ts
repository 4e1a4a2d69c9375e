import {
  call,
  type Events,
  type Opened,
  say,
  step,
} from "../../workbook/demo/kit.ts";
import { hostname } from "./_connection.ts";

/** A new server that waits until the old one has gone. */
export async function* waitForPort(open: Opened): Events {
  yield step(8, "An old listener that is about to go");
  const old = open.keep(Deno.listen({ hostname, port: 0 }));
  const { port } = old.addr;
  setTimeout(() => old.close(), 120);
  let tries = 0;
  for (let isTaken = true; isTaken;) {
    tries++;
    try {
      open.keep(Deno.listen({ hostname, port }));
      isTaken = false;
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  yield call(
    `Deno.listen({ hostname: "127.0.0.1", port: ${port} }), every 50 ms`,
    `AddrInUse ${tries - 1} times, then a listener`,
  );
  yield say("Each try is one bind(). No connection was made to find out.");
}
