import { assert, assertEquals } from "@std/assert";
import { Clock } from "./clock.ts";
import { installClock } from "./install_clock.ts";

Deno.test("Clock runs events by their moments, and those of one moment in order", async () => {
  const clock = new Clock();
  const log: string[] = [];
  for (const [ms, name] of [[5, "c"], [1, "a"], [5, "d"], [3, "b"]] as const) {
    clock.schedule(ms, () => log.push(`${name}${clock.now}`));
  }
  await clock.advance(10);
  assertEquals(log, ["a1", "b3", "c5", "d5"]);
  assertEquals(clock.now, 10);
});

Deno.test("Clock takes a minute, an hour or a year in no time", async () => {
  const clock = new Clock();
  const began = performance.now();
  await clock.advance(365 * 86_400_000);
  assert(performance.now() - began < 1_000);
});

Deno.test("Clock lets every microtask run between an event that wakes a program and the next", async () => {
  const clock = new Clock();
  const log: string[] = [];
  const chain = async (name: string) => {
    for (let i = 0; i < 50; i++) await null;
    log.push(name);
  };
  for (const name of ["first", "second"]) {
    clock.schedule(1, () => {
      log.push(`wakes ${name}`);
      clock.wake();
      chain(name);
    });
  }
  await clock.advance(2);
  assertEquals(log, ["wakes first", "first", "wakes second", "second"]);
});

Deno.test("Clock does not run to an event that nobody waits for, but past it", async () => {
  const clock = new Clock();
  const log: number[] = [];
  clock.schedule(60_000, () => log.push(clock.now), false);
  await clock.advance(10);
  await new Promise((resolve) => setTimeout(resolve, 5));
  assertEquals([clock.now, log.length], [10, 0]);
  await clock.advance(100_000);
  assertEquals(log, [60_000]);
});

Deno.test("Clock runs to an event that is promoted, and never to one that is cancelled", async () => {
  const clock = new Clock();
  const log: string[] = [];
  const promoted = clock.schedule(1_000, () => log.push("promoted"), false);
  const cancelled = clock.schedule(500, () => log.push("cancelled"));
  clock.cancel(cancelled);
  clock.cancel(cancelled);
  clock.promote(promoted);
  clock.promote(cancelled);
  await new Promise((resolve) => setTimeout(resolve, 10));
  assertEquals(log, ["promoted"]);
  assertEquals(clock.now, 1_000);
});

Deno.test("Clock lets work outside of the model finish before time leaps", async () => {
  const clock = new Clock();
  const log: string[] = [];
  clock.schedule(1_000, () => log.push("leap"));
  setImmediate(() => setImmediate(() => log.push("real work")));
  await clock.advance(2_000);
  assertEquals(log, ["real work", "leap"]);
});

Deno.test("installClock() puts timers on virtual time, and takes them off again", async () => {
  const clock = new Clock();
  const real = { setTimeout, setInterval, clearTimeout, clearInterval };
  const { now } = Date;
  const uninstall = installClock(clock);
  const log: string[] = [];
  try {
    const began = performance.now();
    let ticks = 0;
    const interval = setInterval(
      (word: string) => {
        log.push(`${word} ${++ticks}`);
        if (ticks === 3) clearInterval(interval);
      },
      1_000,
      "tick",
    );
    const never = setTimeout(() => log.push("never"), 2_000);
    setTimeout(() => log.push("once"), 1_500);
    clearTimeout(never);
    clearTimeout(undefined);
    const date = Date.now();
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    assertEquals(log, ["tick 1", "once", "tick 2", "tick 3"]);
    assertEquals(Math.round(performance.now() - began), 10_000);
    assertEquals(Math.round((Date.now() - date) / 1_000), 10);
  } finally {
    uninstall();
    uninstall();
  }
  assertEquals(
    { setTimeout, setInterval, clearTimeout, clearInterval },
    real,
  );
  assertEquals(Date.now, now);
});

Deno.test("installClock() puts AbortSignal.timeout() on virtual time", async () => {
  const uninstall = installClock(new Clock());
  try {
    const signal = AbortSignal.timeout(30_000);
    assert(!signal.aborted);
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    assertEquals(signal.reason.name, "TimeoutError");
    assertEquals(
      signal.reason.message,
      "The operation was aborted due to timeout",
    );
  } finally {
    uninstall();
  }
});

Deno.test("installClock() ends a loop that watches the time", () => {
  const uninstall = installClock(new Clock());
  try {
    const end = performance.now() + 5;
    while (performance.now() < end);
  } finally {
    uninstall();
  }
});

Deno.test("a real timer that was set before can be cleared under a virtual clock", async () => {
  let rang = false;
  const id = setTimeout(() => rang = true, 5);
  const uninstall = installClock(new Clock());
  clearTimeout(id);
  uninstall();
  await new Promise((resolve) => setTimeout(resolve, 15));
  assert(!rang);
});

Deno.test("a time above 2147483647 ms is 1 ms for a timer, as in Deno", async () => {
  const clock = new Clock();
  const uninstall = installClock(clock);
  const rang: string[] = [];
  for (const ms of [2 ** 31, 2 ** 31 - 1]) {
    setTimeout(() => rang.push(`timer of ${ms}`), ms);
    AbortSignal.timeout(ms).onabort = () => rang.push(`signal of ${ms}`);
  }
  await clock.advance(60_000);
  assertEquals(rang, ["timer of 2147483648", "signal of 2147483648"]);
  uninstall();
});
