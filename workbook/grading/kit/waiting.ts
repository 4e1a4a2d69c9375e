import { type Fault, Wrong } from "../../sandbox/fault.ts";
import { throwIfFailed } from "./check_context.ts";
import { turns } from "./event_loop.ts";
import { whenSettled } from "./outcome.ts";

/** Length of one turn of the clock below, in milliseconds. */
const TURN_MS = 5;

/** The real clock: a submission may replace the global one. */
const { setTimeout, clearTimeout } = globalThis;

let timer = setTimeout;

/** Waits by another timer: the one of the model network's clock. */
export function useTimer(other: typeof globalThis.setTimeout): void {
  timer = other;
}

const delay = (ms: number) =>
  new Promise<void>((resolve) => timer(resolve, ms));

/** Time that passes on purpose: nobody's patience runs out meanwhile. */
let skipped: Promise<void> | undefined;

/** Lets time pass, for a submission that has no reason to do anything: no wait of the grader counts it. */
export async function skipTime(ms: number): Promise<void> {
  skipped = delay(ms);
  await skipped;
  skipped = undefined;
}

/**
 * Resolves with `false` after `ms` milliseconds in which this process was able
 * to run. The time is counted in turns of the event loop: a submission and its
 * peers share a process, so when a busy machine slows one it slows the other,
 * and the limit stretches with them.
 */
async function outOfPatience(ms: number, stop: AbortSignal): Promise<false> {
  for (let left = ms; left > 0 && !stop.aborted; left -= TURN_MS) {
    await delay(TURN_MS);
    await skipped;
    throwIfFailed();
  }
  return false;
}

/**
 * Waits for `work`, but not for ever.
 *
 * @param work What is awaited. Its own errors pass through.
 * @param ms Limit in milliseconds of a machine that is not busy.
 * @param otherwise The fault when the limit is reached.
 * @throws {Wrong} If the limit is reached, or the submission failed meanwhile.
 */
export async function within<T>(
  work: Promise<T>,
  ms: number,
  otherwise: Fault | (() => Fault),
): Promise<T> {
  const stop = new AbortController();
  try {
    const result = await Promise.race([
      new Promise<{ value: T }>((resolve, reject) =>
        whenSettled(work, (value) => resolve({ value }), reject)
      ),
      outOfPatience(ms, stop.signal),
    ]);
    if (result) return result.value;
  } finally {
    stop.abort();
  }
  throw new Wrong(typeof otherwise === "function" ? otherwise() : otherwise);
}

/**
 * Polls until a condition holds.
 *
 * @param condition Returns something true when it holds; that is returned.
 * @param ms Limit in milliseconds of a machine that is not busy.
 * @param otherwise The fault when the limit is reached.
 * @throws {Wrong} If the limit is reached, or the submission failed meanwhile.
 */
export async function eventually<T>(
  condition: () => T | Promise<T>,
  ms: number,
  otherwise: Fault | (() => Fault),
): Promise<NonNullable<T>> {
  for (let left = ms;; left -= TURN_MS) {
    const value = await condition();
    if (value) return value as NonNullable<T>;
    throwIfFailed();
    if (left <= 0) break;
    // Most conditions hold a few turns later; the others take their time.
    if (left === ms) {
      await settle();
      const soon = await condition();
      if (soon) return soon as NonNullable<T>;
    }
    await delay(Math.min(TURN_MS, ms - left + 1));
  }
  throw new Wrong(typeof otherwise === "function" ? otherwise() : otherwise);
}

/**
 * Lets everything that is ready happen: some turns of the event loop, in which
 * the other side may read what it was sent. Not a promise that it did.
 */
export async function settle(): Promise<void> {
  if (timer === setTimeout) return await turns(20);
  for (let turn = 0; turn < 3; turn++) await delay(0);
}

/** Whether `work` is still pending after everything that is ready has happened. */
export async function isPending(work: Promise<unknown>): Promise<boolean> {
  let pending = true;
  const done = () => {
    pending = false;
  };
  whenSettled(work, done, done);
  await settle();
  return pending;
}

export { clearTimeout, delay, setTimeout };
