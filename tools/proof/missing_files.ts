import type { Lesson, LessonFiles } from "../../workbook/lesson.ts";

/** What each file of a lesson is. */
const KINDS: Record<keyof LessonFiles, string> = {
  text: "the text",
  demo: "the demonstration",
  guide: "the questions and hints",
  exercise: "the exercise",
  solution: "the model answer",
  grader: "the grader",
};

/**
 * Files that a lesson must have, and has not.
 *
 * @param lesson The lesson.
 * @returns A sentence for each; an empty list if all are there.
 */
export async function findMissing(
  { number, files }: Lesson,
): Promise<string[]> {
  const missing: string[] = [];
  for (const [kind, what] of Object.entries(KINDS)) {
    const { path, url } = files[kind as keyof LessonFiles];
    try {
      await Deno.lstat(url);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      const next = kind === "exercise"
        ? `deno task scaffolds ${number}`
        : `git checkout -- ${path}`;
      missing.push(
        `${path}: Cannot find ${what} of lesson ${number}: write it, or bring it back with  ${next}`,
      );
    }
  }
  return missing;
}
