/**
 * Judging one submission in this process: its checks in order, each reported
 * to the parent.
 *
 * @module
 */
import { cutsMessages } from "../../network/profiles.ts";
import { forgetTimers } from "../../network/time_calls.ts";
import { addLine, type TranscriptLine, Wrong } from "../../sandbox/fault.ts";
import { importFile } from "../../sandbox/import_file.ts";
import { LIMITS } from "../../sandbox/limits.ts";
import { pieceMark } from "../../sandbox/output.ts";
import type { PartKey } from "../../scaffold.ts";
import { beginLoading, session } from "../kit/check_context.ts";
import { reseed } from "../kit/random.ts";
import type { Job, Report } from "../protocol.ts";
import { type CheckOptions, ignoredBecause } from "./check_options.ts";
import { type Guard, tampered } from "./guard.ts";
import { type Check, judgeCheck } from "./judge_check.ts";
import { holes } from "./load.ts";
import { idleTest } from "./own_tests.ts";

/** What the judging of a submission needs of its process. */
export interface Judging {
  job: Job;
  /** Divides what is printed: see `pieceMark()`. */
  word: string;
  guard: Guard;
  /** Whether this process judges another submission afterwards. */
  isShared?: boolean;
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

/** How the checks of a submission came to their end. */
interface RunEnd {
  /** Whether one of them is wrong: it was the last. */
  isWrong: boolean;
  /** Whether every check has ended. */
  hasEnded: boolean;
}

/** Runs the checks in order, up to the first that fails. */
async function runChecks(
  { job, word, guard, isShared = false, report }: Judging,
): Promise<RunEnd> {
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
    const why = part === "beyond" && unwritten !== undefined && !job.only
      ? "waits"
      : isCut(check.options)
      ? "cut messages"
      : undefined;
    if (why) {
      await report({
        type: "end",
        check: i,
        ms: 0,
        outcome: "ignored",
        ignored: why,
      });
      continue;
    }
    // Lines of the exchange that are not told yet.
    const held: TranscriptLine[] = [];
    session.onNote = job.holdsLines
      ? (line) => addLine(held, line)
      : (line) => void report({ type: "note", line });
    await report({ type: "begin", check: i });
    divideOutput(word, i);
    const began = now();
    const isOpen = isUnfinished(check.options);
    const { result, hasEnded } = await judgeCheck(
      check,
      guard,
      isShared || isOpen,
    );
    const ms = now() - began;
    if (result === "right") {
      // Not awaited: it goes with the beginning of the next one.
      void report({ type: "end", check: i, ms, outcome: "right" });
      continue;
    }
    if (result === "not written" || isOpen) {
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
    return { isWrong: true, hasEnded };
  }
  return { isWrong: false, hasEnded: true };
}

/** Whether the network that a check would run on cuts what it needs whole. */
function isCut({ oneRead, network }: CheckOptions): boolean {
  const profile = session.model ?? network;
  return oneRead === true && profile !== undefined && cutsMessages(profile);
}

/**
 * Whether a check that failed may have failed for what is still to be written:
 * its part has a hole that it did not reach, and not only in functions that it
 * has nothing to do with.
 */
function isUnfinished({ part, holesElsewhere = 0 }: CheckOptions): boolean {
  const open = holes.filter((hole) => part && hole.part === part.key);
  return open.length > holesElsewhere;
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
 * @returns Whether all that ran has ended: if not, nothing else can be judged in
 * this process.
 */
export async function judgeSubmission(judging: Judging): Promise<boolean> {
  const { job, guard, report } = judging;
  checks = [];
  forgetTimers();
  holes.length = 0;
  guard.whileLoading.length = 0;
  beginLoading();
  session.submission = job.submission;
  session.seed = job.seed;
  // What a grader makes while it is loaded is the same for the same seed, too.
  reseed(job.seed);
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
    const { isWrong, hasEnded } = await runChecks(judging);
    if (isWrong) return hasEnded;
  }
  return true;
}
