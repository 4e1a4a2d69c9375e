import { readablePath, ROOT } from "../paths.ts";
import { pattern } from "../pattern.ts";

/**
 * Folders of submissions whose verdict is known, the solutions among them, also
 * those of the page that was built here. No other submission may read them: an
 * exercise is the learner's own work.
 */
export const KNOWN_SUBMISSIONS: readonly string[] = [
  "solutions",
  "tests/gallery",
  ".handshake/web",
];

/** What no submission may read, a known one neither: its history, and the grader. */
export const CLOSED_FOLDERS: readonly string[] = [
  ".git",
  "workbook/grading",
  "workbook/sandbox",
];

/**
 * Whether a file is one of those.
 *
 * @param path Relative to the folder of the workbook.
 */
export function isKnownSubmission(path: string): boolean {
  return KNOWN_SUBMISSIONS.some((folder) => path.startsWith(`${folder}/`));
}

/** Whether a file belongs to the engine, the tools or the graders: not a file that the learner edits. */
function isOurs(file: string): boolean {
  return file.startsWith(ROOT) &&
    pattern(/^(workbook\/|tools\/|tests\/[^/]+_test\.ts$)/).test(
      file.slice(ROOT.length),
    );
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
  for (const { file, line, column } of placesIn(stack)) {
    if (!isOurs(file)) return `${readablePath(file)}:${line}:${column}`;
  }
}

/**
 * Whether a stack trace names files of the workbook, and none of a learner.
 *
 * @param stack Text of a stack trace.
 */
export function isOnlyOurs(stack: string | undefined): boolean {
  const places = placesIn(stack);
  return places.length > 0 && places.every(({ file }) => isOurs(file));
}

/** The places in files that a stack trace names, the innermost first. */
export function placesIn(
  stack = "",
): Array<{ file: string; line: string; column: string }> {
  // A grader that a process loads several times has a number behind its name.
  // A folder may have brackets in its name, as a second download has.
  return [
    ...stack.matchAll(
      pattern(/(file:\/\/\S+?)(?:\?\d+)?:(\d+):(\d+)(?![\d/])/g),
    ),
  ].map(([, file, line, column]) => ({ file, line, column }));
}
