import type { Scaffold } from "./scaffold.ts";
import { givenLines } from "./given_line.ts";

/**
 * Whether a submission was begun on another stub than the one that is given
 * now: it has less than half of the given lines.
 *
 * @param scaffold The exercise as it is given now.
 * @param submission Text of the submission.
 */
export function isOtherStub(scaffold: Scaffold, submission: string): boolean {
  const given = givenLines(scaffold);
  const own = new Set(submission.split(/\r?\n/).map((line) => line.trim()));
  const there = given.filter(({ text }) => own.has(text.trim()));
  return there.length * 2 < given.length;
}
