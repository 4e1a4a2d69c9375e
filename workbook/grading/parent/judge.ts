/**
 * Judging one submission: a child process runs the grader of the lesson, this
 * process watches over it and collects what it reports.
 *
 * @module
 */
import { LESSONS } from "../../catalogue.ts";
import { untouchedRepairs } from "../../untouched_repairs.ts";
import { fileUrl, readablePath } from "../../paths.ts";
import type { Hole } from "../../scaffold.ts";
import type { Fault } from "../../sandbox/fault.ts";
import { LIMITS, type Limits } from "../../sandbox/limits.ts";
import { tooFewFiles } from "../../sandbox/open_files.ts";
import { Output } from "../../sandbox/output.ts";
import type { Schedule } from "../protocol.ts";
import type { CheckResult, Verdict } from "../verdict.ts";
import { counts } from "../ladder.ts";
import { Results } from "./results.ts";
import { type ChildEnd, runChild } from "./run_child.ts";

/** Options of {@linkcode judge}. */
export interface JudgeOptions {
  /** Folder and file stem of the lesson: `03_server_flow`. */
  stem: string;
  /** The submission, as a `file:` address. */
  submission: URL;
  /** Replays the payloads of an earlier run. Random by default. */
  seed?: number;
  /** Called after each check, in order. */
  onCheck?: (result: CheckResult) => void;
  /** Ends the grading, and the process of the submission. */
  signal?: AbortSignal;
  /** Another grader than the lesson's, as a `file:` address. */
  grader?: URL;
  /** Limits that differ from the usual ones: tests shorten them. */
  limits?: Partial<Limits>;
  /** Judges every check, however long the wrong ones take, also those of parts above a wrong one. */
  patient?: boolean;
  /** Judges on the model network, not on real sockets: with each of these in turn until one breaks the submission. */
  schedules?: Schedule[];
  /** Judges only the check of this name. */
  only?: string;
  /** Paths that the submission may not read, relative to the workbook: submissions of others. */
  hidden?: readonly string[];
  /** Whether the part "beyond" is needed to be right. */
  beyond?: boolean;
  /** Starts a process before it is needed, once a check is wrong: `prepareJudging()`. The last one waits for the next judging of the same file, until `endPreparation()`. A page has no processes. */
  startAhead?: (submission: URL) => void;
}

/**
 * Judges a submission. A process ends with the first check that fails; the next
 * process continues after it.
 *
 * @param options What is judged.
 * @returns The verdict. It never rejects for what a submission does.
 * @throws {Deno.errors.NotFound} If `deno` cannot be started.
 */
export async function judge(options: JudgeOptions): Promise<Verdict> {
  const began = performance.now();
  const { stem, submission, onCheck, signal, schedules, only, patient } =
    options;
  const { grader = fileUrl(`tests/${stem}_test.ts`) } = options;
  const limits = { ...LIMITS, ...options.limits };
  const seed = options.seed ?? crypto.getRandomValues(new Uint32Array(1))[0];
  const { startAhead } = options;
  const results = new Results((check) => {
    // The process of the next check starts while this one ends.
    if (check.outcome === "wrong") startAhead?.(submission);
    onCheck?.(check);
  });
  const output = new Output(limits.outputBytes);
  // Some hundred schedules are many judgings in one.
  const deadline = patient || schedules ? Infinity : began + limits.wholeMs;
  // Found while the process starts.
  const repairs = openRepairs(stem, submission);
  let forced = 0;
  let problem: Fault | undefined;
  // The parts above a wrong one wait, unless every check is asked for.
  const lastPart = () => only || patient ? undefined : results.wrongPart;
  for (let from = 0;;) {
    const running = runChild({
      job: {
        stem,
        grader: grader.href,
        submission: submission.href,
        seed,
        from,
        lastPart: lastPart(),
        only,
        schedules,
        holdsLines: true,
        limits: options.limits,
      },
      repairs,
      results,
      output,
      limits,
      deadline,
      signal,
      hidden: options.hidden,
    });
    // Where one check is wrong, others often are, too.
    if (from > 0) startAhead?.(submission);
    const ending = await running;
    // All that it printed has come: the process has ended.
    const last = results.checks.at(-1);
    if (last && last.outcome !== "ignored") {
      last.printed = output.ofPiece(results.checks.length - 1);
    }
    from = ending.next;
    if (ending.forced) forced++;
    problem = ending.problem;
    const count = results.plan?.length ?? 0;
    const wrong = lastPart();
    const waits = wrong !== undefined &&
      results.plan?.[from]?.part?.key !== wrong;
    if (
      problem || signal?.aborted || waits || !isLeft(results, from, options)
    ) {
      results.addIgnored(count, waits ? "waits" : undefined);
      break;
    }
    problem = enough(results, forced, ending, limits, patient) ??
      (performance.now() > deadline
        ? notJudged("too-slow", `${limits.wholeMs} ms are over`, results, from)
        : undefined);
    if (problem && results.wrongPart === "beyond" && !options.beyond) {
      // All that is needed has been judged.
      problem = undefined;
      results.addIgnored(count, "waits");
      break;
    }
    if (problem) break;
  }
  const { checks, holes, schedule } = results;
  const status = () => results.status(problem, options.beyond ?? false, only);
  // On a real network each client is a file.
  if (!schedules && status() === "wrong") {
    problem = await tooFewFiles() ?? problem;
  }
  return {
    stem,
    file: readablePath(submission.href),
    status: status(),
    mastered: !problem && checks.length > 0 &&
      checks.every((check) => check.outcome === "right" || !counts(check)),
    checks,
    holes,
    ms: performance.now() - began,
    problem,
    output: output.text,
    printedBytes: output.isCut ? output.bytes : undefined,
    seed: schedule?.seed ?? seed,
    profile: schedule?.profile,
  };
}

/**
 * The repairs of the lesson's exercise that a submission leaves as they were given.
 *
 * @param stem The lesson.
 * @param submission The submission, as a `file:` address.
 */
export async function openRepairs(
  stem: string,
  submission: URL,
): Promise<Hole[]> {
  const lesson = LESSONS.find((each) => each.stem === stem);
  try {
    const text = await Deno.readTextFile(submission);
    return lesson ? untouchedRepairs(await lesson.scaffold(), text) : [];
  } catch {
    // What cannot be read is reported when it is loaded.
    return [];
  }
}

/** Whether another process has something to judge. */
function isLeft(
  { plan }: Results,
  from: number,
  { schedules, only }: JudgeOptions,
): boolean {
  // One process runs all schedules: the one that breaks the submission is the last.
  if (schedules || !plan) return false;
  return plan.slice(from).some(({ name, ignored }) =>
    !ignored && name === (only ?? name)
  );
}

/** Why the rest need not be judged: a learner mends the first fault first. */
function enough(
  results: Results,
  forced: number,
  { forced: last, next }: ChildEnd,
  { forcedEnds, wrongMs: longest }: Limits,
  patient = false,
): Fault | undefined {
  if (forced >= forcedEnds) {
    const what = `${forced} checks had to be ended by force`;
    return notJudged(last?.cause ?? "never-ended", what, results, next);
  }
  const wrongMs = results.checks.reduce(
    (sum, { outcome, ms }) => sum + (outcome === "wrong" ? ms : 0),
    0,
  );
  if (wrongMs > longest && forced === 0 && !patient) {
    const what = `the wrong checks took longer than ${longest} ms`;
    return notJudged("too-slow", what, results, next);
  }
}

function notJudged(
  cause: Fault["cause"],
  why: string,
  { plan = [] }: Results,
  from: number,
): Fault {
  const total = plan.length;
  return {
    cause,
    what: `${why}; the rest, ${total - from} of ${total}, was not judged`,
    lookAt: "the first wrong check",
  };
}
