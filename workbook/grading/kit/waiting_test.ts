import { assert, assertRejects } from "@std/assert";
import { Wrong } from "../../sandbox/fault.ts";
import { beginCheck, failInBackground } from "./check_context.ts";
import { delay, within } from "./waiting.ts";

const NEVER = new Promise<never>(() => {});
const LATE = { cause: "no-reply" } as const;

Deno.test("within() waits as long as it is told, also if it begins in the middle of a turn", async () => {
  beginCheck();
  const waits = [];
  for (let i = 0; i < 8; i++) {
    const began = performance.now();
    waits.push(
      assertRejects(() => within(NEVER, 20, LATE), Wrong).then(() =>
        performance.now() - began
      ),
    );
    await delay(1);
  }
  for (const ms of await Promise.all(waits)) {
    // Timers ring up to a millisecond early.
    assert(ms >= 19, `a wait of 20 ms took ${ms}`);
  }
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
