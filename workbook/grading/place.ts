/** The folder of the workbook, as a `file:` address that ends with `/`. */
export const ROOT: string = new URL("../../", import.meta.url).href;

/** Folders of answers whose verdict is known, the solutions among them. Only these may build on each other. */
export const KNOWN_ANSWERS: readonly string[] = [
  "solutions",
  "tests/right",
  "tests/wrong",
  "workbook/grading/hostile",
];

/** Whether a file is one of those. */
export function isKnownAnswer(path: string): boolean {
  return KNOWN_ANSWERS.some((folder) => path.startsWith(`${folder}/`));
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
export function placeInAnswer(stack: string | undefined): string | undefined {
  for (
    const match of (stack ?? "").matchAll(/(file:\/\/[^\s)]+?):(\d+):(\d+)/g)
  ) {
    const [, file, line, column] = match;
    if (isOurs(file)) continue;
    return `${readablePath(file)}:${line}:${column}`;
  }
}

/** A `file:` address as a reader would write it: relative to the workbook where it lies inside it. */
export function readablePath(file: string): string {
  if (file.startsWith(ROOT)) {
    return decodeURIComponent(file.slice(ROOT.length));
  }
  const path = decodeURIComponent(new URL(file).pathname);
  // file:///C:/x on Windows.
  return path.replace(/^\/([A-Za-z]:)/, "$1");
}
