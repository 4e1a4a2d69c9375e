/**
 * How much slower a loop of a submission is while it is judged: each loop of
 * `hot_loops.ts` plain, and in a runtime that is locked. The summary of each
 * group is the ratio. Goal: within 1.5 times.
 *
 * Known to be slower, and why:
 *
 * | loop                     | times | why                                                          |
 * | ------------------------ | ----- | ------------------------------------------------------------ |
 * | `list[i] = value`        | 2-5   | `Array.prototype` is frozen: 5 ns for each value              |
 * | `[...set]`               | 2     | `node:process` gives a class below Set an iterator of its own |
 * | `new Date()`             | 2     | it asks the clock of the check                               |
 * | `new Map(list)`          | 1.5   | V8 looks at `Map.prototype` for each of a few thousand        |
 *
 * @module
 */
import { HOT_LOOPS } from "./hot_loops.ts";
import type { Order } from "./hot_loops_worker.ts";

/** Time that one measurement takes, about, in milliseconds: far longer than asking for it. */
const TARGET_MS = 5;

const WORKER = new URL("hot_loops_worker.ts", import.meta.url).href;
const plain = new Worker(WORKER, { type: "module" });
const judged = new Worker(`${WORKER}?judged`, { type: "module" });
addEventListener("unload", () => {
  plain.terminate();
  judged.terminate();
});

/** Runs a loop so many times; gives the time of the fastest, in milliseconds. */
function run(worker: Worker, order: Order): Promise<number> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(order);
  });
}

/** How many times a loop must run to take {@linkcode TARGET_MS}, once V8 has compiled it. */
async function timesOf(name: string): Promise<number> {
  const order = { name, times: 500 };
  const fastest = await run(plain, order);
  await run(judged, order);
  return Math.ceil(TARGET_MS / Math.min(fastest, await run(plain, order)));
}

for (const name of Object.keys(HOT_LOOPS)) {
  const times = await timesOf(name);
  const options = { group: name, n: 30, warmup: 10 };
  Deno.bench({
    ...options,
    baseline: true,
    name: `${name}, plain`,
    fn: async () => void await run(plain, { name, times }),
  });
  Deno.bench({
    ...options,
    name: `${name}, judged`,
    fn: async () => void await run(judged, { name, times }),
  });
}
