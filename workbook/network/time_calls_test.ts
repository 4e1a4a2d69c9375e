// Calls that a program took before a clock was installed.
import { assert, assertEquals } from "@std/assert";
import { promisify } from "node:util";
import { Clock } from "./clock.ts";
import { installClock } from "./install_clock.ts";
import * as nodeTimers from "./node_timers.ts";
import * as promises from "./node_timers_promises.ts";
import { holdTime, timersLeft } from "./time_calls.ts";

const EPOCH = Date.UTC(2026, 0, 1);

Deno.test("calls that were taken while time was held follow a clock that is installed later", async () => {
  const release = holdTime();
  const { setTimeout, setInterval, clearInterval, Date } = globalThis;
  const now = performance.now;
  const wait = promisify(setTimeout);
  const clock = new Clock();
  const uninstall = installClock(clock);
  try {
    const rung: number[] = [];
    const timer = setInterval(() => rung.push(Date.now() - EPOCH), 60_000);
    await wait(180_500);
    clearInterval(timer);
    assertEquals(rung, [60_000, 120_000, 180_000]);
    assertEquals(Math.round(now()), 180_500);
    assertEquals(new Date().getTime(), EPOCH + 180_500);
    // The clock has parts of a millisecond; an instant takes none.
    assert(!Number.isInteger(now()));
    assertEquals(Temporal.Now.instant().epochMilliseconds, EPOCH + 180_500);
    assert(new Date(0) instanceof Date);
    assertEquals(Date.UTC(1970), 0);
    await wait(10);
  } finally {
    uninstall();
    release();
  }
  assert(Math.abs(new Date().getTime() - Date.now()) < 1_000);
  assert(Date.now() > EPOCH);
});

Deno.test("the stand-ins for node:timers are on virtual time", async () => {
  const uninstall = installClock(new Clock());
  try {
    const { setTimeout, clearTimeout } = nodeTimers;
    await promises.setTimeout(3_600_000);
    assertEquals(new Date().getTime(), EPOCH + 3_600_000);
    await promises.scheduler.wait(60_000);
    let count = 0;
    for await (const value of promises.setInterval(1_000, "tick")) {
      assertEquals(value, "tick");
      if (++count === 3) break;
    }
    const timer = setTimeout(() => count++, 10);
    assert(timer.hasRef());
    clearTimeout(Number(timer));
    await promises.setTimeout(20);
    assertEquals(count, 3);
    assertEquals(new Date().getTime(), EPOCH + 3_663_020);
    const signal = AbortSignal.timeout(5);
    const failed = await promises.setTimeout(50, null, { signal })
      .catch((error) => error.name);
    assertEquals(failed, "AbortError");
  } finally {
    uninstall();
  }
});

Deno.test("pass() leaps when timers ring without a pause, and rings all of them before", async () => {
  const clock = new Clock();
  const uninstall = installClock(clock);
  try {
    let rare = 0;
    const rarely = setInterval(() => rare++, 1_000);
    await clock.pass(3_600_500, 10_000);
    assertEquals(rare, 3_600);
    clearInterval(rarely);
    let often = 0;
    const busy = setInterval(() => often++, 1);
    await clock.pass(3_600_000, 10_000);
    clearInterval(busy);
    assert(often >= 9_990 && often < 10_020, `${often}`);
    assertEquals(Math.round(clock.now), 7_200_500);
  } finally {
    uninstall();
  }
});

Deno.test("timers that have still to ring are counted, whichever clock rings them", async () => {
  const putBack = holdTime();
  const before = timersLeft();
  const left = () => timersLeft() - before;
  await new Promise<void>((resolve) => {
    setTimeout(resolve, 1);
    assertEquals(left(), 1);
  });
  assertEquals(left(), 0);
  const timer = setTimeout(() => {}, 60_000);
  const again = setInterval(() => {}, 60_000);
  assertEquals(left(), 2);
  clearTimeout(timer);
  clearInterval(again);
  assertEquals(left(), 0);
  const signal = AbortSignal.timeout(1);
  assertEquals(left(), 1);
  await new Promise((resolve) => signal.addEventListener("abort", resolve));
  assertEquals(left(), 0);
  putBack();
});

Deno.test("a timer that begins anew after it has rung is counted again", async () => {
  const putBack = holdTime();
  const before = timersLeft();
  let rang = Promise.withResolvers<void>();
  const timer = setTimeout(() => rang.resolve(), 1);
  await rang.promise;
  rang = Promise.withResolvers<void>();
  (timer as unknown as { refresh(): void }).refresh();
  assertEquals(timersLeft() - before, 1);
  await rang.promise;
  assertEquals(timersLeft() - before, 0);
  putBack();
});

Deno.test("a wait of Atomics for a time is a timer, one without is none", async () => {
  const putBack = holdTime();
  // The runtime does not stay for such a wait.
  const stay = setInterval(() => {}, 1);
  const before = timersLeft();
  const cell = new Int32Array(new SharedArrayBuffer(4));
  const forAMoment = Atomics.waitAsync(cell, 0, 0, 1);
  const untilToldTo = Atomics.waitAsync(cell, 0, 0);
  assertEquals(timersLeft() - before, 1);
  assertEquals(await forAMoment.value, "timed-out");
  assertEquals(timersLeft() - before, 0);
  Atomics.notify(cell, 0);
  await untilToldTo.value;
  clearInterval(stay);
  putBack();
});
