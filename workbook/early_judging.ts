import { LESSONS } from "./catalogue.ts";
import { prepareJudging } from "./grading/parent/prepare.ts";
import { pathUrl } from "./paths.ts";

/**
 * The address of a file as it was typed, where letters alone tell: what else may
 * stand in a path, `node:path` knows, which takes as long to load as a command.
 *
 * @param file Absolute, or relative to the folder.
 * @param folder Where it was typed, an absolute path.
 * @returns `undefined` where it takes more to tell.
 */
export function plainFileUrl(file: string, folder: string): URL | undefined {
  const path = file.startsWith("/")
    ? file
    : `${folder.replace(/\/$/, "")}/${file}`;
  return /^(?:\/[\w.-]+)+$/.test(path) ? pathUrl(path) : undefined;
}

/**
 * Starts the process of a judging before the command that judges is loaded. A
 * command line that it does not understand starts none; one that is started in
 * vain ends with the command.
 *
 * @param words The command line, with the word of the command first.
 */
export function judgeEarly([command, number, ...more]: string[]): void {
  if (command !== "grade") return;
  const lesson = LESSONS.find((each) => String(each.number) === number);
  if (!lesson) return;
  let submission: URL | undefined = lesson.files.exercise.url;
  for (let i = 0; i < more.length; i++) {
    if (["--all", "--beyond", "--junit"].includes(more[i])) continue;
    const file = more[++i];
    if (more[i - 1] !== "--answer" || file === undefined) return;
    submission = plainFileUrl(file, Deno.env.get("INIT_CWD") || Deno.cwd());
  }
  if (submission) prepareJudging(submission);
}
