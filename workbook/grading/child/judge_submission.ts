/**
 * Judging one submission in this process: its checks in order, each reported
 * to the parent.
 *
 * @module
 */
import { type Fault, type TranscriptLine, Wrong } from "../../sandbox/fault.ts";
import { importFile } from "../../sandbox/import_file.ts";
import { LIMITS } from "../../sandbox/limits.ts";
import { pieceMark } from "../../sandbox/output.ts";
import { faultOf, workbookFault } from "../../sandbox/thrown_fault.ts";
import type { PartKey } from "../../scaffold.ts";
import { NotStarted } from "../../todo.ts";
import {
  beginLoading,
  failedInBackground,
  ownHole,
  session,
} from "../kit/check_context.ts";
import { clearTimeout, setTimeout, within } from "../kit/waiting.ts";
import type { Job, Report } from "../protocol.ts";
import { forgetCalls, isFromSubmission } from "./called.ts";
import { type CheckOptions, ignoredBecause } from "./check_options.ts";
import { type Guard, tampered } from "./guard.ts";
import { holes } from "./load.ts";
import { idleTest } from "./own_tests.ts";
import { runCheck } from "./run_check.ts";

interface Check {
  name: string;
  options: CheckOptions;
  run: () => void | Promise<void>;
}

/** What the judging of a submission needs of its process. */
export interface Judging {
  job: Job;
  /** Divides what is printed: see `pieceMark()`. */
  word: string;
  guard: Guard;
  /** Tells the parent. */
  report(message: Report): Promise<void>;
}

const toStdout = Deno.stdout.writeSync.bind(Deno.stdout);
const toStderr = Deno.stderr.writeSync.bind(Deno.stderr);
const encode = TextEncoder.prototype.encode.bind(new TextEncoder());
const now = performance.now.bind(performance);

/** The checks, in order: collected, not run at once. Only `load()` adds to them. */
let checks: Check[] = [];

/** From now on what registers a check adds to the checks of this process. */
function collectChecks(): void {
  session.addCheck = (name, options, run) =>
    void checks.push({ name, options: options as CheckOptions, run });
  Object.assign(Deno, { test: idleTest(Deno.test) });
}

/** Says on both outputs that what follows is printed during a check. */
function divideOutput(word: string, check: number): void {
  const mark = encode(pieceMark(word, check));
  for (const write of [toStdout, toStderr]) write(mark);
}

/** Waits until a check has ended: it puts the network and the clock back. On the real clock, and not for ever. */
async function untilEnded(work: Promise<void>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, LIMITS.checkMs);
  await Promise.race([work.catch(() => {}), promise]);
  clearTimeout(timer);
}

/**
 * Runs one check.
 *
 * @returns `"right"` only if the check came to its end and said so.
 */
async function run(
  check: Check,
  guard: Guard,
): Promise<Fault | "not written" | "right"> {
  let failure: unknown;
  let ended = false;
  let isRight = false;
  forgetCalls();
  const { network, part } = check.options;
  const options = { part: part?.key, profile: session.model ?? network };
  const work = (async () => {
    try {
      await runCheck(check.run, options);
      isRight = true;
    } finally {
      ended = true;
    }
  })();
  try {
    await within(work, check.options.timeout ?? LIMITS.checkMs, {
      cause: "never-ended",
      what: `the check did not end within ${LIMITS.checkMs} ms`,
      lookAt: "which await is never answered",
    });
  } catch (error) {
    isRight = false;
    failure = failedInBackground() ?? error;
    // A check that never ends has not told of it.
    session.onFailure?.(failure);
    // The next check runs in this process.
    if (ownHole()) await untilEnded(work);
  }
  // A check that did not end has replaced the timers itself, perhaps.
  const names = ended ? guard.restore() : [];
  if (names.length > 0) return tampered(names);
  return isRight ? "right" : await faultOfCheck(failure, check);
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

/** Runs the checks in order; `false` after the first that fails. */
async function runChecks(
  { job, word, guard, report }: Judging,
): Promise<boolean> {
  // The first part that is not written, if one is.
  let unwritten: PartKey | undefined;
  for (let i = job.from; i < checks.length; i++) {
    const check = checks[i];
    const part = check.options.part?.key;
    if (job.lastPart !== undefined && part !== job.lastPart) break;
    if (job.only !== undefined && check.name !== job.only) continue;
    if (check.options.ignore) {
      const why = ignoredBecause.get(check.options);
      if (why === "not written" && part !== "beyond") unwritten ??= part;
      continue;
    }
    if (part === "beyond" && unwritten !== undefined && !job.only) {
      await report({
        type: "end",
        check: i,
        ms: 0,
        outcome: "ignored",
        ignored: "waits",
      });
      continue;
    }
    // Lines of the exchange that are not told yet.
    const held: TranscriptLine[] = [];
    session.onNote = job.holdsLines
      ? (line) => void held.push(line)
      : (line) => void report({ type: "note", line });
    await report({ type: "begin", check: i });
    divideOutput(word, i);
    const began = now();
    const result = await run(check, guard);
    const ms = now() - began;
    if (result === "right") {
      // Not awaited: it goes with the beginning of the next one.
      void report({ type: "end", check: i, ms, outcome: "right" });
      continue;
    }
    if (result === "not written" || isUnfinished(part)) {
      if (part !== "beyond") unwritten ??= part;
      await report({
        type: "end",
        check: i,
        ms,
        outcome: "ignored",
        ignored: "not written",
      });
      continue;
    }
    for (const line of held) void report({ type: "note", line });
    await report(
      result.cause === "workbook-fault"
        ? { type: "failed", fault: result }
        : { type: "end", check: i, ms, outcome: "wrong", fault: result },
    );
    return false;
  }
  return true;
}

/**
 * Whether a check that failed may have failed for what is still to be written:
 * its part has a hole that it did not reach.
 */
function isUnfinished(part: PartKey | undefined): boolean {
  return part !== undefined && holes.some((hole) => hole.part === part);
}

/**
 * Prepares this process for the submissions that it judges: once, before a
 * grader is loaded, and before the runtime is locked.
 */
export function beginJudging(): void {
  session.judged = true;
  collectChecks();
}

/**
 * Judges a submission: loads the grader, which loads the submission, reports
 * the plan and each check, up to the first that fails. What a failed check left
 * running must not disturb the next one: the parent starts a new process for it.
 *
 * @param judging What is judged.
 */
export async function judgeSubmission(judging: Judging): Promise<void> {
  const { job, guard, report } = judging;
  checks = [];
  holes.length = 0;
  guard.whileLoading.length = 0;
  beginLoading();
  session.submission = job.submission;
  session.seed = job.seed;
  session.model = job.schedules?.[0].profile;
  await importFile(job.grader);
  const names = [...guard.whileLoading, ...guard.restore()];
  if (names.length > 0) {
    checks.unshift({
      name: "leaves the runtime as it is",
      options: { ignore: false, timeout: LIMITS.checkMs },
      run: () => {
        throw new Wrong(tampered(names));
      },
    });
  }
  holes.push(...job.repairs ?? []);
  await report({
    type: "plan",
    checks: checks.map(({ name, options }) => ({
      name,
      part: options.part,
      ignored: options.ignore ? ignoredBecause.get(options) : undefined,
    })),
    holes,
    holdsLines: job.holdsLines,
  });
  for (const schedule of job.schedules ?? [undefined]) {
    if (schedule) {
      session.seed = schedule.seed;
      session.model = schedule.profile;
      await report({ type: "schedule", schedule });
    }
    if (!await runChecks(judging)) break;
  }
}
