import { assert, assertRejects } from "@std/assert";
import { Wrong } from "../../sandbox/fault.ts";
import { beginCheck, failInBackground } from "./check_context.ts";
import { within } from "./waiting.ts";

const NEVER = new Promise<never>(() => {});
const LATE = { cause: "no-reply" } as const;

Deno.test("within() waits as long as it is told, also if it begins in the middle of a turn", async () => {
  beginCheck();
  const first = assertRejects(() => within(NEVER, 50, LATE), Wrong);
  // Most of the turn that all waits share is over when the next one begins.
  const began = performance.now();
  while (performance.now() - began < 4.5);
  const middle = performance.now();
  await assertRejects(() => within(NEVER, 5, LATE), Wrong);
  const ms = performance.now() - middle;
  assert(ms > 4, `a wait of 5 ms took ${ms}`);
  await first;
});

Deno.test("within() ends every wait when the submission fails meanwhile", async () => {
  beginCheck();
  const waits = [0, 1, 2].map(() =>
    assertRejects(() => within(NEVER, 60_000, LATE), Wrong, "crashed")
  );
  failInBackground({ cause: "crashed", what: "crashed" });
  await Promise.all(waits);
  beginCheck();
});
