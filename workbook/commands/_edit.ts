import { fileURLToPath } from "node:url";
import type { Lesson } from "../lesson.ts";
import { fileUrl } from "../paths.ts";
import { UsageError } from "../usage_error.ts";

/**
 * Opens a lesson's exercise and text in the learner's editor. That takes a
 * process which may start any program: it is only started here.
 *
 * @param lesson The lesson.
 * @param line The line of the exercise to show, from 1.
 * @returns Exit status: 3 if no editor could be started.
 * @throws {UsageError} If there is no exercise to open.
 */
export async function openInEditor(
  lesson: Lesson,
  line = 1,
): Promise<number> {
  const { exercise, text } = lesson.files;
  // An editor would begin an empty file in its place.
  if (!await Deno.stat(exercise.url).then(() => true, () => false)) {
    throw new UsageError(
      `Cannot open ${exercise.path}: there is no such file; bring it back with  deno task reset ${lesson.number}`,
    );
  }
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--no-prompt",
      "--allow-env=VISUAL,EDITOR",
      "--allow-run",
      fileUrl("workbook/commands/_editor_process.ts").href,
      String(line),
      ...[exercise, text].map(({ url }) => fileURLToPath(url)),
    ],
    stdin: "inherit",
    stdout: "inherit",
    stderr: "inherit",
  }).spawn();
  return (await child.status).code;
}
