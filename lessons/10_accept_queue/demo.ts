import { type Events, Opened, watchKernel } from "../../workbook/demo/kit.ts";
import { backlogs } from "./_backlogs.ts";
import { beforeAccept } from "./_before_accept.ts";
import { failedAccepts } from "./_failed_accepts.ts";
import { fullQueue, inOrder } from "./_full_queue.ts";
import { cookies, largestBacklog } from "./_recorded.ts";
import { closedListener, slots } from "./_slots.ts";
import { twoHundred } from "./_two_hundred.ts";

const hostname = "127.0.0.1";

/** A queue that the kernel fills and `accept()` empties: how long it is, and what waits in it. */
export async function* demo(): Events {
  using open = new Opened();
  const kernel = watchKernel();
  const listen = (tcpBacklog: number) =>
    open.keep(Deno.listen({ hostname, port: 0, tcpBacklog }));
  const given = { kernel, open, listen };
  yield* beforeAccept(given);
  yield* backlogs(given);
  yield* largestBacklog();
  const queue = yield* fullQueue(given);
  yield* cookies();
  yield* inOrder(given, queue);
  yield* twoHundred(given);
  const limited = yield* slots(given);
  yield* closedListener(given, limited);
  yield* failedAccepts(given);
}
