/**
 * `deno task grade N --only WORDS`: single checks, and all that is printed
 * during each.
 *
 * @module
 */
import { judge } from "../grading/parent/judge.ts";
import { EXIT_STATUS } from "../grading/verdict.ts";
import type { Lesson } from "../lesson.ts";
import { typed, UsageError } from "../usage_error.ts";
import { checksWith } from "./_check_names.ts";
import {
  tellCheck,
  tellPrinted,
  tellRest,
  terminalStyle,
} from "./_grade_text.ts";

/**
 * Judges the checks whose names have some words, each by itself, and shows all
 * that is printed.
 *
 * @param lesson The lesson.
 * @param submission The submission, as a `file:` address.
 * @param words The words.
 * @param seed Replays the payloads of an earlier run.
 * @returns The worst exit status of them.
 * @throws {UsageError} If no check has such a name.
 */
export async function gradeChecks(
  lesson: Lesson,
  submission: URL,
  words: string,
  seed: number | undefined,
): Promise<number> {
  const names = checksWith(words, await lesson.guide());
  if (names.length === 0) {
    throw new UsageError(
      `Cannot find a check with ${
        typed(words)
      } in lesson ${lesson.number}: see their names with  deno task grade ${lesson.number} --all`,
    );
  }
  const style = terminalStyle();
  let worst: number = EXIT_STATUS.right;
  for (const only of names) {
    const verdict = await judge({
      stem: lesson.stem,
      submission,
      seed,
      only,
      beyond: true,
    });
    worst = Math.max(worst, EXIT_STATUS[verdict.status]);
    const check = verdict.checks.find(({ name }) => name === only);
    if (check && check.outcome !== "ignored") {
      tellCheck(check, style);
      tellPrinted(check.printed ?? "", "it printed", style, Infinity);
    } else if (verdict.problem) tellRest(verdict, style);
    else console.log(`  ${style.note("not started")}   ${only}`);
  }
  return worst;
}
