/**
 * `deno task progress`: where every exercise stands, and what is next.
 *
 * @module
 */
import { LESSONS } from "../catalogue.ts";
import { findStandings, nextLesson } from "../study/progress.ts";
import { typed, UsageError } from "../usage_error.ts";
import { readOptions } from "../arguments.ts";
import { printStandings } from "./_standings.ts";

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
      `Cannot show the progress of ${
        typed(words.join(" "))
      } alone: write  deno task progress`,
    );
  }
  const found = await findStandings();
  if (found.damaged) {
    console.log(
      "What was remembered in .handshake/progress.json could not be read: every exercise was judged again.\n",
    );
  }
  const next = nextLesson(found);
  printStandings(found.standings, { next });
  const { predictions, hints } = found.progress;
  const guides = await Promise.all(LESSONS.map((lesson) => lesson.guide()));
  const asked = LESSONS.flatMap(({ stem }, i) =>
    guides[i].questions.map(({ id }) => `${stem}/${id}`)
  );
  // An answer to a question that is asked no more does not count.
  const answered = asked.filter((id) => Object.hasOwn(predictions, id));
  const right = answered.filter((id) => predictions[id]).length;
  const shown = Object.values(hints).reduce((sum, count) => sum + count, 0);
  console.log(
    `\nPredictions   ${right} right of ${answered.length} answered, ${asked.length} in all`,
  );
  console.log(`Hints         ${shown} shown`);
  const mastered = found.standings.filter((each) => each.mastered).length;
  console.log(
    `Mastered      ${mastered} of ${LESSONS.length} lessons: "beyond" is right, too`,
  );
  const inPage = LESSONS.filter((_, i) => found.standings[i].on === "model")
    .map(({ number }) => number);
  if (inPage.length > 0) {
    console.log(
      `In the page   ${
        inPage.join(", ")
      }: judged on the model network; deno task grade N judges on real sockets`,
    );
  }
  console.log(
    next
      ? `\nNext          deno task lesson ${next.number}     ${next.title}`
      : "\nEvery exercise is right.",
  );
  return 0;
}
