import {
  answerTime,
  type Callback,
  type TimeCalls,
  timeInUse,
} from "../../network/time_calls.ts";
import { afterCheck } from "./check_context.ts";
import { expect } from "./expect.ts";
import { settle } from "./waiting.ts";

/** Puts something round the timers of a submission, for this check. */
function alterTimers(
  alter: (calls: TimeCalls) => Pick<TimeCalls, "set" | "clear">,
): void {
  const calls = timeInUse();
  afterCheck(answerTime({ ...calls, ...alter(calls) }));
}

/**
 * Counts the timers that the submission sets in this check and that are not yet
 * over, however it got at `setTimeout`. Waits of the grader are not counted.
 *
 * @returns How many there are now.
 */
export function watchTimers(): () => number {
  const live = new Set<number>();
  alterTimers((calls) => ({
    set(repeat, callback, ms, args) {
      const run = (...rest: unknown[]) => {
        if (!repeat) live.delete(Number(timer));
        callback(...rest);
      };
      const timer = calls.set(repeat, run, ms, args);
      live.add(Number(timer));
      return timer;
    },
    clear(timer) {
      live.delete(Number(timer));
      calls.clear(timer);
    },
  }));
  return () => live.size;
}

/**
 * Expects that so many timers of the submission run.
 *
 * @param live How many there are, from {@linkcode watchTimers}.
 * @param due How many there may be.
 * @param did The call, as a learner would write it.
 * @throws {Wrong} If there are more or fewer.
 */
export async function expectTimers(
  live: () => number,
  due: number,
  did: string,
): Promise<void> {
  await settle();
  expect(live() === due, {
    cause: "leak",
    did,
    what: `timers that still run: ${live()}`,
    expected: due === 0 ? "no timer is left" : `timers: ${due}`,
  });
}

/**
 * Lets a timer that is too long ring after 1 ms, as Deno's does: one of the
 * model network takes any time.
 *
 * @param longestMs The longest time that a timer takes.
 */
export function limitTimers(longestMs: number): void {
  alterTimers((calls) => ({
    ...calls,
    set: (repeat, callback: Callback, ms, args) =>
      calls.set(repeat, callback, Number(ms) > longestMs ? 1 : ms, args),
  }));
}
