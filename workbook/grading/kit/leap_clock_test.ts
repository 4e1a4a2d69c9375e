import { assert } from "@std/assert";
import { LeapClock } from "./leap_clock.ts";

Deno.test("a clock that can be put forward begins at the real moment: no time before it is negative", async () => {
  const before = performance.now();
  const clock = new LeapClock();
  assert(clock.read() >= before);
  await clock.pass(3_600_000, new AbortController().signal);
  assert(clock.read() >= before + 3_600_000);
  clock.stop();
});
