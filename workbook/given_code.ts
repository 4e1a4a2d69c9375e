/**
 * What a learner did to the code that the exercise gives.
 *
 * @module
 */
import { diffArrays } from "diff/lib/diff/array.js";
import type { Scaffold } from "./scaffold.ts";
import { isSilent } from "./silent_line.ts";

/** A given line that is not in a submission any more. */
export interface MissingLine {
  /** Its line in the exercise as it was given, from 1. */
  line: number;
  text: string;
}

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
    .filter(({ text, part }) => part === undefined && !isSilent(text));
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
