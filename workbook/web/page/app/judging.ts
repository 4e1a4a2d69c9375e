/**
 * Judging what is in the editor: in a Worker, on the model network.
 *
 * @module
 */
import "../judge/page_deno.ts";
import { judge } from "../../../grading/parent/judge.ts";
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
  options: JudgeTextOptions = {},
): Promise<Verdict> {
  const submission = exerciseOf(stem);
  putText(submission.href, text);
  const verdict = await judge({ ...options, stem, submission });
  // The Worker chooses it: there is no other network in a page.
  return { ...verdict, profile: "kind" };
}

/**
 * Runs one check again as it ran before, and records it.
 *
 * @param stem The lesson.
 * @param text The exercise.
 * @param check The check, and the seed of the judging that it ran in.
 * @returns The recording; `undefined` if the check used no network.
 */
export async function recordCheck(
  stem: string,
  text: string,
  { only, seed, signal }: JudgeTextOptions,
): Promise<Recording | undefined> {
  const { recording } = await recorded(() =>
    judgeText(stem, text, { only, seed, signal })
  );
  return recording;
}
