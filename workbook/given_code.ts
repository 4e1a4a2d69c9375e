/**
 * What a learner did to the code that the exercise gives.
 *
 * @module
 */
import { diffArrays } from "diff/lib/diff/array.js";
import type { Scaffold } from "./scaffold.ts";
import { type GivenLine, givenLines } from "./given_line.ts";

/** A line as it is compared: which quotes it has, how it ends, and from where it imports, its place and an editor decide. */
const plain = (line: string) =>
  line.trim().replace(/[;,]$/, "").replaceAll("'", '"')
    .replace(/( from ")(?:\.\.?\/)+/, "$1");

/**
 * The given lines that a submission has not, or not in their order. Comments,
 * blank lines, indentation and quotes do not count.
 *
 * @param scaffold The exercise as it was given.
 * @param submission Text of the submission.
 */
export function missingGivenLines(
  scaffold: Scaffold,
  submission: string,
): GivenLine[] {
  const given = givenLines(scaffold);
  const own = submission.split(/\r?\n/).map(plain);
  const missing: GivenLine[] = [];
  let at = 0;
  for (
    const { added, removed, count } of diffArrays(
      given.map(({ text }) => plain(text)),
      own,
    )
  ) {
    if (added) continue;
    if (removed) {
      missing.push(...given.slice(at, at + count));
    }
    at += count;
  }
  return missing;
}
