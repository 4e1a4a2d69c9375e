import { fileUrl } from "../../workbook/paths.ts";
import {
  judge,
  type JudgeOptions,
} from "../../workbook/grading/parent/judge.ts";
import type { CheckResult, Verdict } from "../../workbook/grading/verdict.ts";
import { judgeUntil } from "../proof/judge_briefly.ts";
import {
  writeSubmission,
  type WrittenSubmission,
} from "../proof/written_submission.ts";
import type { KnownSubmission, WrongSubmission } from "./known_submissions.ts";

/** Payloads must not differ between runs, or no message could be pinned. */
export const SEED = 20_260_101;

/**
 * The file of a known submission; a change of the model answer is written to
 * one, which is removed when this is disposed of.
 *
 * @param known The submission.
 */
export async function fileOf(
  { lesson: { stem }, name, code }: KnownSubmission,
): Promise<WrittenSubmission> {
  if ("text" in code) {
    return await writeSubmission(`gallery_${stem}_${name}`, code.text);
  }
  return { url: fileUrl(code.path), [Symbol.asyncDispose]: async () => {} };
}

/**
 * Judges a known submission: a wrong one by the check that must catch it, the
 * others by all.
 *
 * @param known The submission.
 * @param schedules Where it is judged, if not on real sockets.
 */
export async function judgeKnown(
  known: KnownSubmission | WrongSubmission,
  schedules?: JudgeOptions["schedules"],
): Promise<Verdict> {
  await using file = await fileOf(known);
  return await judge({
    stem: known.lesson.stem,
    submission: file.url,
    seed: SEED,
    schedules,
    only: "caughtBy" in known ? known.caughtBy : undefined,
    beyond: true,
  });
}

/**
 * The check that must catch a wrong submission.
 *
 * @param known The submission.
 * @param verdict How it was judged.
 * @returns `undefined` if the lesson has no such check.
 */
export function catchingCheck(
  { caughtBy }: WrongSubmission,
  { checks }: Verdict,
): CheckResult | undefined {
  return checks.find(({ name }) => name === caughtBy);
}

/**
 * Judges a wrong submission as a learner's is judged, up to the first check that
 * fails: the one whose message a learner reads.
 *
 * @param known The submission.
 * @returns The checks up to there.
 */
export async function judgeWhole(known: WrongSubmission): Promise<Verdict> {
  await using file = await fileOf(known);
  return await judgeUntil(
    { stem: known.lesson.stem, submission: file.url, seed: SEED },
    ({ outcome }) => outcome === "wrong",
  );
}
