import type { Lesson } from "../lesson.ts";
import type { Prediction } from "../guide.ts";
import { changeProgress } from "./progress_file.ts";

/**
 * Remembers what a learner predicted; a later answer takes the place of an
 * earlier one.
 *
 * @param lesson The lesson.
 * @param predictions The answers.
 */
export async function rememberPredictions(
  { stem }: Lesson,
  predictions: Prediction[],
): Promise<void> {
  if (predictions.length === 0) return;
  await changeProgress((progress) => {
    for (const { id, right } of predictions) {
      progress.predictions[`${stem}/${id}`] = right;
    }
  });
}
