import { LESSONS } from "../catalogue.ts";
import type { Lesson } from "../lesson.ts";
import { type Standing, standingWord } from "../study/standing.ts";
import { formatLessons, terminalStyle } from "../terminal/mod.ts";

/**
 * Prints a line for each lesson.
 *
 * @param standings Where every exercise stands, in the order of the lessons.
 * @param options.next The lesson to point at.
 * @param options.themes Whether the themes are shown.
 */
export function printStandings(
  standings: readonly Standing[],
  options: { next?: Lesson; themes?: boolean } = {},
): void {
  const rows = LESSONS.map((lesson, i) => {
    const { status, right, total, begun } = standings[i];
    // The given code may pass a check of an exercise that nobody has begun.
    const isCounted = status !== "not graded" && total > 0 &&
      (status !== "not started" || begun);
    return {
      number: lesson.number,
      title: lesson.title,
      theme: options.themes ? lesson.theme : undefined,
      verdict: standingWord(standings[i]),
      checks: isCounted ? { right, total } : undefined,
      current: lesson === options.next,
    };
  });
  console.log(formatLessons(rows, terminalStyle()).join("\n"));
}
