/**
 * `deno task progress`: where every exercise stands, and what is next.
 *
 * @module
 */
import { LESSONS, loadGuide } from "../catalogue.ts";
import {
  findStandings,
  nextLesson,
  type Standings,
} from "../study/progress.ts";
import { formatLessons, terminalStyle } from "../terminal/mod.ts";
import { UsageError } from "../usage_error.ts";
import { readOptions } from "./_options.ts";

const HELP =
  `deno task progress          where every exercise stands, and what is next
`;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { words, values } = readOptions(args, {});
  if (values.help) {
    console.log(HELP.trimEnd());
    return 0;
  }
  if (words.length > 0) {
    throw new UsageError(
      `Cannot show the progress of "${
        words.join(" ")
      }" alone: write  deno task progress`,
    );
  }
  const found = await findStandings();
  if (found.damaged) {
    console.log(
      "What was remembered in .handshake/progress.json could not be read: every exercise was judged again.\n",
    );
  }
  printStandings(found);
  const { predictions, hints } = found.progress;
  const guides = await Promise.all(LESSONS.map(loadGuide));
  const asked = guides.reduce(
    (sum, { questions }) => sum + questions.length,
    0,
  );
  const right = Object.values(predictions).filter(Boolean).length;
  const shown = Object.values(hints).reduce((sum, count) => sum + count, 0);
  console.log(
    `\nPredictions   ${right} right of ${
      Object.keys(predictions).length
    } answered, ${asked} in all`,
  );
  console.log(`Hints         ${shown} shown`);
  const next = nextLesson(found);
  console.log(
    next
      ? `\nNext          deno task lesson ${next.number}     ${next.title}`
      : "\nEvery exercise is right.",
  );
  return 0;
}

/** Prints a line for each lesson. */
export function printStandings(found: Standings): void {
  const next = nextLesson(found);
  const rows = LESSONS.map((lesson, i) => {
    const { status, right, total } = found.standings[i];
    const untouched = right === 0 &&
      (status === "not started" || total === 0);
    return {
      ...lesson,
      verdict: status,
      checks: untouched ? undefined : { right, total },
      current: lesson === next,
    };
  });
  console.log(formatLessons(rows, terminalStyle()).join("\n"));
}
