import type { Verdict } from "../../workbook/grading/verdict.ts";
import type { Lesson } from "../../workbook/lesson.ts";
import { judgeUntil } from "../proof/judge_briefly.ts";
import { writeSubmission } from "../proof/written_submission.ts";
import type { Mutant } from "./mutants.ts";

/**
 * Judges a mutant, up to the first check that it fails. Needs permission to
 * write `.handshake`.
 *
 * @param lesson Its lesson.
 * @param mutant The mutant.
 * @param seed The payloads.
 * @returns The verdict: `mastered` means that it survives.
 */
export async function judgeMutant(
  { stem }: Lesson,
  { id, text }: Mutant,
  seed: number,
): Promise<Verdict> {
  const name = `mutant_${stem}_${id.replaceAll(/\W/g, "_")}`;
  await using file = await writeSubmission(name, text);
  return await judgeUntil(
    { stem, submission: file.url, seed },
    ({ outcome }) => outcome === "wrong",
  );
}
