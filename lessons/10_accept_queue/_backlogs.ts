import {
  ask,
  call,
  dial,
  type Events,
  isDialling,
  say,
  step,
  waits,
} from "../../workbook/demo/kit.ts";
import type { SocketRow } from "../../workbook/kernel/mod.ts";
import type { Given } from "./_given.ts";

/** Three clients more than each backlog says; nobody accepts. */
export async function* backlogs({ kernel, open, listen }: Given): Events {
  yield step(2, "Backlogs 0, 1, 2 and 5; nobody accepts");
  yield ask("how-many");
  for (const tcpBacklog of [0, 1, 2, 5]) {
    const listener = listen(tcpBacklog);
    const { port } = listener.addr;
    const room = tcpBacklog + 1;
    const clients = Array.from(
      { length: room + 2 },
      () => dial(listener, open),
    );
    let completed = 0;
    for (const client of clients) client.then(() => completed++, () => {});
    await waits(Promise.all(clients.slice(0, room)));
    yield call(
      `${clients.length} times Deno.connect()   // tcpBacklog: ${tcpBacklog}`,
      `${completed} completed, ${clients.length - completed} still wait`,
      `listen(fd, ${tcpBacklog})`,
    );
    const isListener = (row: SocketRow) => row.state === "LISTEN";
    yield* kernel(
      {
        ports: [port],
        mine: (row) => isListener(row) || isDialling(row),
        label: (row) => isListener(row) ? `backlog ${tcpBacklog}` : undefined,
      },
      (rows) =>
        rows.length === 3 &&
        rows.some((row) => isListener(row) && row.receiveQueue === room),
    );
  }
  yield say(
    "Linux takes one connection more than the backlog says. The others are in SYN_SENT: their SYN was dropped.",
  );
}
