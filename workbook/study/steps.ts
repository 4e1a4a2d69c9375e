import type { Lesson } from "../lesson.ts";
import { changeProgress, readProgress } from "./progress_file.ts";

/**
 * The step of a lesson's text that was read last.
 *
 * @param lesson The lesson.
 * @returns Its number; 1 if none was read.
 */
export async function lastStep({ stem }: Lesson): Promise<number> {
  const { progress } = await readProgress();
  return Math.max(1, progress.steps?.[stem] ?? 1);
}

/**
 * Remembers the step that is read now.
 *
 * @param lesson The lesson.
 * @param number The step.
 */
export async function rememberStep(
  lesson: Lesson,
  number: number,
): Promise<void> {
  await changeProgress((progress) => {
    progress.last = lesson.number;
    progress.steps = { ...progress.steps, [lesson.stem]: number };
  });
}
