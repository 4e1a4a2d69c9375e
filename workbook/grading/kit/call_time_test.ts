import { assertEquals, assertRejects } from "@std/assert";
import { type Fault, Wrong } from "../../sandbox/fault.ts";
import { beginModel, endModel } from "../child/model.ts";
import { settlesInTime } from "./call_time.ts";
import { beginCheck, cleanUp } from "./check_context.ts";
import type { Due } from "./step.ts";
import { expectTimers, watchTimers } from "./watch_timers.ts";

const DID = "politeHandler(conn, { closeWithinMs: 7000 })";

/** Runs something on the model network, where an hour costs nothing and a deadline is exact. */
async function onModel(run: () => Promise<void>): Promise<void> {
  await beginModel(1, "kind");
  beginCheck();
  try {
    await run();
  } finally {
    await cleanUp();
    endModel(false);
  }
}

/** The fault of a call that settles after so many milliseconds; none if that is right. */
async function faultOf(
  settlesAfterMs: number,
  due: Due,
  quiet: Array<() => Promise<void>> = [],
): Promise<Fault | undefined> {
  const work = new Promise((resolve) => setTimeout(resolve, settlesAfterMs));
  try {
    await settlesInTime(work, due, { did: DID, quiet });
  } catch (error) {
    if (error instanceof Wrong) return error.fault;
    throw error;
  }
}

Deno.test("a call that settles in its time is right, also when it rejects", () =>
  onModel(async () => {
    assertEquals(await faultOf(7_000, { kind: "after", ms: 7_000 }), undefined);
    assertEquals(
      await faultOf(0, { kind: "within", ms: 7_000 }),
      undefined,
    );
    assertEquals(
      await faultOf(6_990, { kind: "within", ms: 7_000 }),
      undefined,
    );
    await settlesInTime(
      Promise.reject(new Error("x")),
      { kind: "within", ms: 1 },
      { did: DID },
    );
  }));

Deno.test("a call that settles too early, or too late, is told with both times", () =>
  onModel(async () => {
    const early = await faultOf(5_000, { kind: "after", ms: 7_000 });
    assertEquals(early?.cause, "too-early");
    assertEquals(early?.what, "the promise settled after 5,000 ms");
    assertEquals(
      early?.expected,
      "it settles 7,000 ms after the last step, and no earlier",
    );
    const late = await faultOf(70_000, { kind: "after", ms: 7_000 });
    assertEquals(late?.cause, "too-slow");
    assertEquals(
      late?.what,
      "the promise was still pending after 7,010 ms",
    );
    const never = await faultOf(70_000, { kind: "within", ms: 200 });
    assertEquals(never?.cause, "too-slow");
    const range = { kind: "after", ms: 7_000, toMs: 7_100 } as const;
    assertEquals(await faultOf(7_090, range), undefined);
    assertEquals(
      (await faultOf(7_200, range))?.expected,
      "it settles 7,000 ms to 7,100 ms after the last step",
    );
    assertEquals(never?.expected, "it settles within 200 ms of the last step");
  }));

Deno.test("until then nothing may come to a peer", () =>
  onModel(async () => {
    const spoke = new Wrong({ cause: "wrong-bytes" });
    const fault = await faultOf(7_000, { kind: "after", ms: 7_000 }, [
      () => Promise.reject(spoke),
    ]);
    assertEquals(fault?.cause, "wrong-bytes");
  }));

Deno.test("timers that still run are counted", () =>
  onModel(async () => {
    const live = watchTimers();
    await expectTimers(live, 0, DID);
    const timer = setTimeout(() => {}, 60_000);
    await expectTimers(live, 1, DID);
    const error = await assertRejects(() => expectTimers(live, 0, DID), Wrong);
    assertEquals(error.fault.what, "timers that still run: 1");
    clearTimeout(timer);
    await expectTimers(live, 0, DID);
  }));
