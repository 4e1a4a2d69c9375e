/**
 * Known submissions as texts in the place of an exercise.
 *
 * @module
 */
import { fileUrl } from "../../../paths.ts";
import type { KnownSubmission } from "../../../../tools/gallery/known_submissions.ts";

/** What an exercise may import stays an import. */
const EXTERNAL = ["todo.ts", "endpoint.ts", "tcp/mod.ts", "kernel/mod.ts"];

/**
 * The text of a submission, as a learner would have it in the editor. One that
 * takes functions of the model answer gets them into the text.
 *
 * @param known The submission.
 * @throws {Error} If it cannot be put together.
 */
export async function asExercise({ code }: KnownSubmission): Promise<string> {
  const text = "text" in code
    ? code.text
    : await Deno.readTextFile(fileUrl(code.path));
  const isWhole = "text" in code || !/from "[./]*\/solutions\//.test(text);
  const whole = isWhole ? text : await bundled(code.path);
  return whole.replace(/(["'])(?:\.\.\/)+workbook\//g, "$1../../workbook/");
}

async function bundled(path: string): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    cwd: fileUrl("."),
    args: [
      "bundle",
      "--quiet",
      ...EXTERNAL.map((name) => `--external=*/${name}`),
      path,
    ],
  }).output();
  const decoder = new TextDecoder();
  if (!success) throw new Error(`${path}: ${decoder.decode(stderr)}`);
  return decoder.decode(stdout);
}
