import {
  ask,
  call,
  dial,
  type Events,
  say,
  step,
} from "../../workbook/demo/kit.ts";
import {
  KernelUnavailable,
  TimeoutError,
  until,
} from "../../workbook/kernel/mod.ts";
import { type Given, listenCall } from "./_given.ts";

const CLIENTS = 200;

/** How many rows of a port are in ESTABLISHED, once that many are; `null` if the table cannot be read. */
async function countEstablished(
  port: number,
  wanted: number,
): Promise<number | null> {
  const count = (rows: ReadonlyArray<{ state: string }>) =>
    rows.filter(({ state }) => state === "ESTABLISHED").length;
  try {
    const isMet = (rows: ReadonlyArray<{ state: string }>) =>
      count(rows) === wanted;
    return count(await until(isMet, { ports: [port] }));
  } catch (error) {
    if (error instanceof TimeoutError) return count(error.rows);
    if (error instanceof KernelUnavailable) return null;
    throw error;
  }
}

/** Clients that are accepted as they come: the backlog does not count them. */
export async function* twoHundred({ open, listen }: Given): Events {
  yield step(6, "200 clients of a listener with a backlog of 1");
  const listener = listen(1);
  const { port } = listener.addr;
  yield call(listenCall(1), `port ${port}`);
  yield ask("two-hundred");
  const began = performance.now();
  const held: Deno.TcpConn[] = [];
  while (held.length < CLIENTS) {
    await dial(listener, open);
    held.push(open.keep(await listener.accept()));
  }
  const took = Math.round(performance.now() - began);
  yield call(
    `${CLIENTS} times: connect, then accept()`,
    `${held.length} connections in ${took} ms, none closed`,
  );
  const rows = await countEstablished(port, 2 * CLIENTS);
  if (rows !== null) {
    yield call("the kernel's rows of this port in ESTABLISHED", `${rows}`);
  }
  yield say(
    "The queue never held more than one. What is accepted no longer counts: the backlog limits who waits, not who is served.",
  );
}
