import {
  ask,
  call,
  type Events,
  type Kernel,
  type Opened,
  say,
  segments,
  step,
} from "../../workbook/demo/kit.ts";
import { threeSegmentClose } from "../../workbook/tcp/mod.ts";
import { connect, end } from "./_connection.ts";

/** A port without a program: what is left is a row. */
export async function* nobodysRow(kernel: Kernel, open: Opened): Events {
  yield step(1, "A row that belongs to nobody");
  const made = await connect(kernel, open);
  made.listener.close();
  await end(made.server, made.client);
  yield call(
    "server.close(); client.close(); listener.close()",
    "all is closed",
  );
  yield ask("what-is-left");
  yield* made.rows("TIME_WAIT");
  yield say(
    "No program has a descriptor for this row. The kernel keeps it, and the port with it.",
  );
}

/** One row after each kind of end, and whose it is. */
export async function* whoEndsFirst(kernel: Kernel, open: Opened): Events {
  yield step(2, "Whoever ends first waits");
  const polite = await connect(kernel, open);
  await end(polite.client, polite.server);
  yield call("client.close(), then server.close()", "the client ended first");
  yield ask("whose-row");
  yield* polite.rows("TIME_WAIT");
  yield segments(
    { client: "active closer", server: "passive closer" },
    ...threeSegmentClose(),
  );
  const hasty = await connect(kernel, open);
  await end(hasty.server, hasty.client);
  yield call("server.close(), then client.close()", "the server ended first");
  yield* hasty.rows("TIME_WAIT");
  yield say(
    "One row each time, at the side whose FIN came first. The other side is gone as soon as its own FIN is acknowledged.",
  );
}
