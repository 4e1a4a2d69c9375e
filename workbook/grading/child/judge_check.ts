/**
 * Judging by one check: what it says, and whether it has ended.
 *
 * @module
 */
import { type Fault, Wrong } from "../../sandbox/fault.ts";
import { LIMITS } from "../../sandbox/limits.ts";
import { faultOf, workbookFault } from "../../sandbox/thrown_fault.ts";
import { NotStarted } from "../../todo.ts";
import {
  endTranscript,
  failedInBackground,
  ownHole,
  session,
} from "../kit/check_context.ts";
import { clearTimeout, setTimeout, within } from "../kit/waiting.ts";
import { isFromSubmission } from "./called.ts";
import type { CheckOptions } from "./check_options.ts";
import { type Guard, tampered } from "./guard.ts";
import { runCheck } from "./run_check.ts";

/** A check as a grader registers it. */
export interface Check {
  name: string;
  options: CheckOptions;
  run: () => void | Promise<void>;
}

/** Waits until a check has ended: it puts the network and the clock back. On the real clock, and not for ever. */
async function untilEnded(work: Promise<void>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, LIMITS.checkMs);
  await Promise.race([work.catch(() => {}), promise]);
  clearTimeout(timer);
}

/** What came of a check. */
export interface Judged {
  /** `"right"` only if the check came to its end and said so. */
  result: Fault | "not written" | "right";
  /** Whether it came to its end: until then it may put back the network and the clock of whatever is judged after it. */
  hasEnded: boolean;
}

/**
 * Judges by one check. It fails at the moment when something fails in the
 * background; its own end may come later.
 *
 * @param check The check.
 * @param guard Puts the runtime back.
 * @param goesOn Whether this process goes on to judge when the check has failed:
 * then its end is awaited.
 */
export async function judgeCheck(
  check: Check,
  guard: Guard,
  goesOn: boolean,
): Promise<Judged> {
  let failure: unknown;
  let hasEnded = false;
  let isRight = false;
  let isOver = false;
  const { network, part } = check.options;
  const options = { part: part?.key, profile: session.model ?? network };
  // On the model network no turn of the real clock may end it early.
  const begun = Promise.withResolvers<void>();
  const work = (async () => {
    try {
      await runCheck(check.run, { ...options, onBegin: begun.resolve });
      isRight = true;
    } finally {
      hasEnded = true;
      begun.resolve();
    }
  })();
  await begun.promise;
  const longest = check.options.timeout ?? LIMITS.checkMs;
  try {
    await within(work, longest, () => {
      isOver = true;
      return {
        cause: "never-ended",
        what: `the check did not end within ${longest} ms`,
        lookAt: "which await is never answered",
      };
    }, false);
  } catch (error) {
    isRight = false;
    // What goes on of it while the fault is told says nothing of the fault.
    endTranscript();
    failure = failedInBackground() ?? error;
    // A check that never ends has not told of it.
    session.onFailure?.(failure);
    // What is not written must not fail the next check, either.
    if (ownHole()) await untilEnded(work);
  }
  // A check that did not end has replaced the timers itself, perhaps.
  const names = hasEnded ? guard.restore() : [];
  const result = names.length > 0
    ? tampered(names)
    : isRight
    ? "right"
    : await faultOfCheck(failure, check);
  if (!hasEnded && goesOn && !isOver) {
    await untilEnded(work);
    if (hasEnded) guard.restore();
  }
  return { result, hasEnded };
}

/** What a failed check says of the submission, or of the workbook. */
async function faultOfCheck(
  failure: unknown,
  { name }: Check,
): Promise<Fault | "not written"> {
  try {
    if (failure instanceof NotStarted) return "not written";
    if (failure instanceof Wrong) return failure.fault;
  } catch {
    // Looking at the value throws: it is one that the submission threw.
  }
  return await isFromSubmission(failure)
    ? faultOf(failure, "threw")
    : workbookFault(failure, `in the check "${name}"`);
}
