import { judge } from "../../workbook/grading/parent/judge.ts";
import type { Schedule } from "../../workbook/grading/protocol.ts";
import type { Verdict } from "../../workbook/grading/verdict.ts";
import { inParallel } from "../../workbook/in_parallel.ts";
import type { Lesson } from "../../workbook/lesson.ts";
import { profilesOf } from "../../workbook/lesson_profiles.ts";

/** How many seeds of each profile. */
const SEEDS = 2;

/**
 * Judges the model answers of lessons on every profile that they are judged on,
 * "beyond" too, with the same seeds each time: one process for each lesson.
 *
 * @param lessons The lessons.
 * @param onJudged Called with the verdict of each, in any order: that on the
 * schedule that breaks it, if one does.
 */
export async function judgeSchedules(
  lessons: readonly Lesson[],
  onJudged: (lesson: Lesson, verdict: Verdict) => void,
): Promise<void> {
  await inParallel(lessons, async (lesson) => {
    const schedules = profilesOf(lesson).flatMap((profile) =>
      Array.from(
        { length: SEEDS },
        (_, i): Schedule => ({ profile, seed: i + 1 }),
      )
    );
    const { stem, files } = lesson;
    onJudged(
      lesson,
      await judge({
        stem,
        submission: files.solution.url,
        schedules,
        beyond: true,
      }),
    );
  });
}
