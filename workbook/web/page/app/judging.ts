/**
 * Judging what is in the editor: in a Worker, on the model network.
 *
 * @module
 */
import "../judge/page_deno.ts";
import { judge } from "../../../grading/parent/judge.ts";
import type { ProfileName } from "../../../network/profiles.ts";
import type { Fault } from "../../../sandbox/fault.ts";
import type { Schedule } from "../../../grading/protocol.ts";
import type { CheckResult, Verdict } from "../../../grading/verdict.ts";
import type { Recording } from "../../timeline/recording.ts";
import { fileUrl } from "../judge/paths.ts";
import { putText } from "../judge/files.ts";
import { recorded } from "../judge/recordings.ts";
import { warmUp } from "../judge/workers.ts";

/**
 * Loads what judging needs, before it is needed.
 *
 * @param stem The lesson.
 */
export function prepareJudging(stem: string): void {
  warmUp(exerciseOf(stem).href);
  import("../judge/strip.ts").catch(() => {});
}

/** The address under which an exercise is judged. */
function exerciseOf(stem: string): URL {
  return fileUrl(`lessons/${stem}/exercise.ts`);
}

/** Options of {@linkcode judgeText}. */
export interface JudgeTextOptions {
  /** Called after each check. */
  onCheck?: (check: CheckResult) => void;
  /** Ends it. */
  signal?: AbortSignal;
  /** Replays a judging. */
  seed?: number;
  /** How the network treats it: as `deno task grade N --model PROFILE`. */
  profile?: ProfileName;
  /** Judges only the check of this name. */
  only?: string;
  /** Whether the part "beyond" must be right, too. */
  beyond?: boolean;
}

/**
 * Judges a text.
 *
 * @param stem The lesson.
 * @param text The exercise.
 * @param options How.
 */
export async function judgeText(
  stem: string,
  text: string,
  { profile = "kind", ...options }: JudgeTextOptions = {},
): Promise<Verdict> {
  const submission = exerciseOf(stem);
  putText(submission.href, text);
  if (profile === "kind") {
    const verdict = await judge({ ...options, stem, submission });
    // The Worker chooses it: there is no other network in a page.
    return { ...verdict, profile };
  }
  const [random] = crypto.getRandomValues(new Uint32Array(1));
  const schedules = [{ profile, seed: options.seed ?? random }];
  return await judge({ ...options, schedules, stem, submission });
}

/**
 * Judges a text with one schedule after the other until one breaks it: as
 * `deno task grade N --schedules COUNT`.
 *
 * @param stem The lesson.
 * @param text The exercise.
 * @param schedules The schedules.
 * @param signal Ends it.
 * @returns The verdict of the one that breaks it, or else of the last.
 */
export async function trySchedules(
  stem: string,
  text: string,
  schedules: Schedule[],
  signal: AbortSignal,
): Promise<Verdict> {
  const submission = exerciseOf(stem);
  putText(submission.href, text);
  return await judge({ stem, submission, schedules, signal });
}

/** A check that ran. */
export interface Run {
  schedule: Schedule;
  /** How it ended. */
  outcome: CheckResult["outcome"];
  /** Absent if it used no network. One that was ended by force ends there. */
  recording: Recording | undefined;
}

/** Causes of a check that did not come to its own end: its recording must come in pieces. */
const FORCED: ReadonlySet<Fault["cause"]> = new Set([
  "endless-loop",
  "exited",
  "never-ended",
  "out-of-memory",
  "too-slow",
]);

/** Whether a check was ended by force, perhaps. */
export function wasForced({ fault }: CheckResult): boolean {
  return fault !== undefined && FORCED.has(fault.cause);
}

/**
 * Runs one check again, and records it.
 *
 * @param stem The lesson.
 * @param text The exercise.
 * @param options The check, and what it runs with.
 * @param isForced Whether it was ended by force before.
 * @returns The run; `undefined` if there is no such check.
 */
export async function recordCheck(
  stem: string,
  text: string,
  options: JudgeTextOptions,
  isForced = false,
): Promise<Run | undefined> {
  const { result, whole, pieces } = await recorded(
    isForced ? "in pieces" : "at the end",
    () => judgeText(stem, text, options),
  );
  const check = result.checks.find(({ name }) => name === options.only);
  if (!check) return;
  // On another network it may be ended where it was not before.
  if (!whole && !isForced && wasForced(check) && !options.signal?.aborted) {
    return await recordCheck(stem, text, options, true);
  }
  const recording = whole ?? (check.fault && pieces.endedBy(check.fault));
  const { profile = "kind", seed } = result;
  // Nobody is in the picture of a check that has used no socket.
  const isEmpty = recording?.lanes.length === 0;
  return {
    schedule: { profile, seed },
    outcome: check.outcome,
    recording: isEmpty ? undefined : recording,
  };
}
