import { fileURLToPath } from "node:url";
import { filesOf, fileUrl, type Lesson } from "../catalogue.ts";

/**
 * Opens a lesson's exercise and text in the learner's editor. That takes a
 * process which may start any program: it is only started here.
 *
 * @param lesson The lesson.
 * @returns Exit status: 3 if no editor could be started.
 */
export async function openInEditor(lesson: Lesson): Promise<number> {
  const { exercise, text } = filesOf(lesson);
  const child = new Deno.Command("deno", {
    args: [
      "run",
      "--quiet",
      "--no-prompt",
      "--allow-env=VISUAL,EDITOR",
      "--allow-run",
      fileUrl("workbook/commands/_editor_process.ts").href,
      ...[exercise, text].map((path) => fileURLToPath(fileUrl(path))),
    ],
    stdin: "inherit",
    stdout: "inherit",
    stderr: "inherit",
  }).spawn();
  return (await child.status).code;
}
