import { LESSONS } from "../catalogue.ts";
import { formatLessons, terminalStyle } from "../terminal/mod.ts";
import { judgeLessons } from "./_judge_lessons.ts";
import { countChecks } from "./_standing.ts";

/** Prints the lessons with title, theme and where each exercise stands. */
export async function listLessons(): Promise<number> {
  const verdicts = await judgeLessons(LESSONS);
  const next = verdicts.findIndex(({ status }) => status !== "right");
  const rows = LESSONS.map((lesson, i) => {
    const { status } = verdicts[i];
    const { right, total } = countChecks(verdicts[i]);
    return {
      ...lesson,
      verdict: status,
      checks: right === 0 && (status === "not started" || total === 0)
        ? undefined
        : { right, total },
      current: i === next,
    };
  });
  console.log(formatLessons(rows, terminalStyle()).join("\n"));
  console.log(
    next < 0
      ? "\nAll lessons are right."
      : `\nNext   deno task lesson ${LESSONS[next].number}`,
  );
  return 0;
}
