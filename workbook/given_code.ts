/**
 * What a learner did to the code that the exercise gives.
 *
 * @module
 */
import { diffArrays } from "diff/lib/diff/array.js";
import type { Hole, Scaffold } from "./scaffold.ts";

/** A given line that is not in a submission any more. */
export interface MissingLine {
  /** Its line in the exercise as it was given, from 1. */
  line: number;
  text: string;
}

/** Lines that say nothing by themselves: blank ones, comments, brackets. */
const SILENT = /^\s*(?:\/\/.*|\/?\*.*|[{}()[\];,]*)\s*$/;

/**
 * The given lines that a submission has not, or not in their order. Comments,
 * blank lines and indentation do not count.
 *
 * @param scaffold The exercise as it was given.
 * @param submission Text of the submission.
 */
export function missingGivenLines(
  scaffold: Scaffold,
  submission: string,
): MissingLine[] {
  const given = scaffold.lines
    .map(({ text, part }, i) => ({ text, part, line: i + 1 }))
    .filter(({ text, part }) => part === undefined && !SILENT.test(text));
  const own = submission.split(/\r?\n/).map((line) => line.trim());
  const missing: MissingLine[] = [];
  let at = 0;
  for (
    const { added, removed, count } of diffArrays(
      given.map(({ text }) => text.trim()),
      own,
    )
  ) {
    if (added) continue;
    if (removed) {
      for (const { line, text } of given.slice(at, at + count)) {
        missing.push({ line, text });
      }
    }
    at += count;
  }
  // `todo` is needed no more when the last hole is filled.
  return missing.filter(({ text }) => !text.startsWith("import { todo }"));
}

/**
 * Whether a submission was begun on another stub than the one that is given
 * now: it has less than half of the given lines.
 *
 * @param scaffold The exercise as it is given now.
 * @param submission Text of the submission.
 */
export function isOtherStub(scaffold: Scaffold, submission: string): boolean {
  const given = scaffold.lines.filter(({ text, part }) =>
    part === undefined && !SILENT.test(text)
  );
  const missing = missingGivenLines(scaffold, submission);
  return missing.length * 2 > given.length;
}

/**
 * Repairs that nobody has begun: code of a part that is given, wrong, and still
 * there. It has no `todo()` of that part that would be reached.
 *
 * @param scaffold The exercise as it is given.
 * @param submission Text of the submission.
 * @returns A hole for each, at its line in the submission.
 */
export function untouchedRepairs(
  scaffold: Scaffold,
  submission: string,
): Hole[] {
  const own = submission.split(/\r?\n/).map((line) => line.trim());
  return scaffold.parts.flatMap((part) => {
    const given = scaffold.lines.filter((line) => line.part === part);
    const isHole = given.some(({ text }) =>
      text.includes(part === "beyond" ? "beyond:" : `part ${part}:`)
    );
    const lines = given.map(({ text }) => text.trim())
      .filter((text) => !SILENT.test(text) && !text.includes("todo("));
    const isThere = lines.length > 0 &&
      lines.every((line) => own.includes(line));
    if (isHole || !isThere) return [];
    const line = own.indexOf(lines[0]) + 1;
    return [{ part, line, what: "repair what is given here" }];
  });
}
