import type { Lesson } from "../lesson.ts";
import { judge } from "../grading/parent/judge.ts";
import type { Verdict } from "../grading/verdict.ts";
import { inParallel } from "../in_parallel.ts";

/**
 * Judges the exercises of several lessons, as many at once as there are cores.
 *
 * @param lessons The lessons.
 * @param options.seed Replays the payloads of an earlier run.
 * @param options.beyond Whether "beyond" must be right, too.
 * @param options.onVerdict Called for each lesson, in their order.
 */
export async function judgeLessons(
  lessons: readonly Lesson[],
  options: {
    seed?: number;
    beyond?: boolean;
    onVerdict?: (verdict: Verdict) => void;
  } = {},
): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  let told = 0;
  await inParallel(lessons, async (lesson, i) => {
    verdicts[i] = await judge({
      stem: lesson.stem,
      submission: lesson.files.exercise.url,
      seed: options.seed,
      beyond: options.beyond,
    });
    while (verdicts[told]) {
      options.onVerdict?.(verdicts[told]);
      told++;
    }
  });
  return verdicts;
}
