import { readablePath, ROOT } from "../paths.ts";

/** Folders of submissions whose verdict is known, the solutions among them. Only these may build on each other. */
export const KNOWN_SUBMISSIONS: readonly string[] = [
  "solutions",
  "tests/gallery",
  "workbook/grading/hostile",
];

/** Whether a file is one of those. */
export function isKnownSubmission(path: string): boolean {
  return KNOWN_SUBMISSIONS.some((folder) => path.startsWith(`${folder}/`));
}

/** Whether a file belongs to the engine or the graders: not a place a learner can mend. */
function isOurs(file: string): boolean {
  return file.startsWith(`${ROOT}workbook/`) ||
    /^.*\/tests\/[^/]+_test\.ts$/.test(file) && file.startsWith(ROOT);
}

/**
 * The first place in a learner's file that a stack trace names.
 *
 * @param stack Text of a stack trace.
 * @returns `lessons/03_server_flow/exercise.ts:12:20`, relative to the workbook
 * where it lies inside it; `undefined` if the trace names no file of a learner.
 */
export function placeInSubmission(
  stack: string | undefined,
): string | undefined {
  for (
    const match of (stack ?? "").matchAll(/(file:\/\/[^\s)]+?):(\d+):(\d+)/g)
  ) {
    const [, file, line, column] = match;
    if (isOurs(file)) continue;
    return `${readablePath(file)}:${line}:${column}`;
  }
}
