import { fileUrl } from "../../workbook/paths.ts";
import {
  judge,
  type JudgeOptions,
} from "../../workbook/grading/parent/judge.ts";
import type { CheckResult, Verdict } from "../../workbook/grading/verdict.ts";
import { writeSubmission } from "../proof/written_submission.ts";
import type { KnownSubmission, WrongSubmission } from "./known_submissions.ts";

/** Payloads must not differ between runs, or no message could be pinned. */
export const SEED = 20_260_101;

/**
 * Judges a known submission: a wrong one by the check that must catch it, the
 * others by all. A change of the model answer is written to a file first.
 *
 * @param known The submission.
 * @param schedules Where it is judged, if not on real sockets.
 */
export async function judgeKnown(
  known: KnownSubmission | WrongSubmission,
  schedules?: JudgeOptions["schedules"],
): Promise<Verdict> {
  const { lesson: { stem }, name, code } = known;
  const options = {
    stem,
    seed: SEED,
    schedules,
    only: "caughtBy" in known ? known.caughtBy : undefined,
  };
  if ("path" in code) {
    return await judge({
      beyond: true,
      ...options,
      submission: fileUrl(code.path),
    });
  }
  await using file = await writeSubmission(
    `gallery_${stem}_${name}`,
    code.text,
  );
  return await judge({
    beyond: true,
    ...options,
    submission: file.url,
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
