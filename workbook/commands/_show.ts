/**
 * A lesson that is printed, or its demonstration, and where its exercise stands.
 *
 * @module
 */
import type { Lesson } from "../lesson.ts";
import { spread, terminalStyle } from "../terminal/mod.ts";

/** What of a lesson is printed. */
export interface Parts {
  text: boolean;
  demo: boolean;
  /** Waits for a key between the steps of the demonstration. */
  wait: boolean;
}

/**
 * Prints a lesson, or a part of it, in the order in which it is read.
 *
 * @param lesson The lesson.
 * @param parts What of it.
 * @returns Whether it came to its end; `false` if Ctrl-C ended it.
 */
export async function showLesson(
  lesson: Lesson,
  parts: Parts,
): Promise<boolean> {
  const style = terminalStyle();
  // The first line comes before anything heavy is loaded.
  console.log(
    "\n" + spread(
      style.strong(`${lesson.number} · ${lesson.title}`),
      `theme: ${lesson.theme}`,
      style.width,
    ) + "\n",
  );
  if (parts.demo) {
    const { runDemo } = await import("../demo/process.ts");
    return await runDemo(lesson, style, {
      wait: parts.wait,
      text: parts.text,
    });
  }
  const { WalkPrinter } = await import("../demo/walk_text.ts");
  await (await WalkPrinter.open(lesson, style)).end();
  return true;
}

/** Judges the exercise, and says where it stands and what is next. */
export async function tellStanding(lesson: Lesson): Promise<void> {
  const { judgeExercise, lessonAfter } = await import("../study/progress.ts");
  const { readProgress } = await import("../study/progress_file.ts");
  const verdict = await judgeExercise(lesson);
  const { standing, nextStep } = await import("../study/standing.ts");
  const { tellOtherStub } = await import("./_given.ts");
  console.log(`\nYour exercise   ${lesson.files.exercise.path}`);
  console.log(`It is           ${standing(verdict)}`);
  console.log(
    `Next            ${nextStep(lesson, verdict, await lessonAfter(lesson))}`,
  );
  const { questions } = await lesson.guide();
  const { predictions } = (await readProgress()).progress;
  const answered = questions
    .map(({ id }) => predictions[`${lesson.stem}/${id}`])
    .filter((right) => right !== undefined);
  if (answered.length > 0) {
    console.log(
      `Predictions     ${
        answered.filter((right) => right).length
      } right of ${answered.length} answered, ${questions.length} in all`,
    );
  }
  await tellOtherStub(lesson);
}
