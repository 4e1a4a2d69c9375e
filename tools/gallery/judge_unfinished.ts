import { judge } from "../../workbook/grading/parent/judge.ts";
import type { Verdict } from "../../workbook/grading/verdict.ts";
import { inParallel } from "../../workbook/in_parallel.ts";
import type { Lesson } from "../../workbook/lesson.ts";
import {
  buildsOn,
  holesIn,
  makeScaffold,
  type PartKey,
  withoutMarks,
} from "../../workbook/scaffold.ts";
import { writeSubmission } from "../proof/written_submission.ts";
import { SEED } from "./judge_known.ts";

/** The exercise of a lesson as learners have it on the way: some parts are those of the model answer, the others are as they were given. */
export interface Unfinished {
  lesson: Lesson;
  /** The last part that is written. */
  written: PartKey;
  text: string;
}

/**
 * The exercises of a lesson on the way: one for each part with a hole but the
 * last, from the first up. Where the code that is given for a later part holds
 * a hole of that part, the model answer does not say how it is filled: there is
 * none.
 *
 * @param lesson The lesson.
 */
export async function unfinishedOf(lesson: Lesson): Promise<Unfinished[]> {
  const { path, url } = lesson.files.solution;
  const solution = await Deno.readTextFile(url);
  const parts = makeScaffold(solution, path).parts
    .toSorted((a, b) => buildsOn(a, b) ? 1 : -1);
  return parts.slice(0, -1).map((written) => {
    const rest = withoutMarks(solution, (part) => buildsOn(written, part));
    // As deep as the model answer is, not the exercise.
    const text = makeScaffold(rest, path).text
      .replaceAll('"../../', '"../');
    return { lesson, written, text };
  }).filter(({ written, text }) =>
    !holesIn(text).some(({ part }) => buildsOn(written, part))
  );
}

/**
 * Judges the exercises of lessons on the way.
 *
 * @param lessons The lessons.
 * @param onJudged Called with each, in any order.
 */
export async function judgeUnfinished(
  lessons: readonly Lesson[],
  onJudged: (unfinished: Unfinished, verdict: Verdict) => void,
): Promise<void> {
  const all = await Promise.all(lessons.map(unfinishedOf));
  await inParallel(all.flat(), async (unfinished) => {
    const { lesson: { stem }, written, text } = unfinished;
    await using file = await writeSubmission(
      `unfinished_${stem}_${written}`,
      text,
    );
    onJudged(
      unfinished,
      await judge({ stem, submission: file.url, seed: SEED }),
    );
  });
}
