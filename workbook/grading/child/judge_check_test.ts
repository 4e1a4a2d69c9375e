import { assert, assertEquals } from "@std/assert";
import type { Fault } from "../../sandbox/fault.ts";
import { failInBackground, session } from "../kit/check_context.ts";
import { isPending } from "../kit/waiting.ts";
import type { Guard } from "./guard.ts";
import { type Check, judgeCheck } from "./judge_check.ts";

const guard: Guard = { whileLoading: [], restore: () => [] };
const FAULT: Fault = { cause: "crashed", what: "nobody awaited it" };

/** A check that fails in the background, if it does, and comes to its end when it is told. */
function slowCheck(timeout: number, fault?: Fault) {
  const { promise, resolve: end } = Promise.withResolvers<void>();
  const check: Check = {
    name: "slow",
    options: { ignore: false, timeout },
    async run() {
      if (fault) failInBackground(fault);
      await promise;
    },
  };
  return { check, end };
}

/** Resolves when the check has failed. */
function failure(): Promise<unknown> {
  return new Promise((resolve) => session.onFailure = resolve);
}

Deno.test("a process that goes on awaits the end of a check that failed in the background", async () => {
  const { check, end } = slowCheck(8_000, FAULT);
  const failed = failure();
  const judging = judgeCheck(check, guard, true);
  await failed;
  session.onFailure = undefined;
  assert(await isPending(judging));
  end();
  assertEquals(await judging, { result: FAULT, hasEnded: true });
});

Deno.test("a process that ends with its last check does not await the end of it", async () => {
  const { check, end } = slowCheck(8_000, FAULT);
  const judged = await judgeCheck(check, guard, false);
  assertEquals(judged, { result: FAULT, hasEnded: false });
  end();
});

Deno.test("a check that never ends is not awaited again, and says so", async () => {
  const { check, end } = slowCheck(20);
  const { result, hasEnded } = await judgeCheck(check, guard, true);
  assert(typeof result === "object");
  assertEquals([result.cause, hasEnded], ["never-ended", false]);
  end();
});
