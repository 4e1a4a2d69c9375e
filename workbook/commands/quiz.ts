/**
 * `deno task quiz [N]`: asks the questions of the demos again.
 *
 * @module
 */
import { LESSONS } from "../catalogue.ts";
import type { Lesson } from "../lesson.ts";
import type { Question } from "../guide.ts";
import { rememberPredictions } from "../study/predictions.ts";
import {
  formatQuestion,
  formatRightOption,
  type Style,
  terminalStyle,
} from "../terminal/mod.ts";
import { chooseLesson } from "../usage_error.ts";
import { askFor } from "../demo/play.ts";
import { readOptions } from "../arguments.ts";

const HELP =
  `deno task quiz [N]          the questions of all lessons, or of lesson N
Enter skips a question; Ctrl-D ends the quiz.
In a pipe the questions are printed with their right options.
`;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { words, values } = readOptions(args, {});
  if (values.help) {
    console.log(HELP.trimEnd());
    return 0;
  }
  const chosen = chooseLesson(words);
  const lessons: readonly Lesson[] = chosen ? [chosen] : LESSONS;
  const asks = Deno.stdin.isTerminal() && Deno.stdout.isTerminal();
  const style = terminalStyle();
  let right = 0;
  let asked = 0;
  all: for (const lesson of lessons) {
    const { questions } = await lesson.guide();
    console.log(
      `\n${style.strong(`${lesson.number} · ${lesson.title}`)}`,
    );
    for (const question of questions) {
      const guess = await ask(question, style, asks);
      if (guess === null) break all;
      if (guess === undefined) continue;
      asked++;
      const isRight = guess === question.right;
      if (isRight) right++;
      // At once: who leaves with Ctrl-C keeps what was answered.
      const prediction = { id: question.id, guess, right: isRight };
      await rememberPredictions(lesson, [prediction]);
    }
  }
  if (asks) console.log(`\n${right} right of ${asked} answered`);
  return 0;
}

/** Asks one question and shows the right option; `undefined` if it was skipped, `null` if nobody is there. */
async function ask(
  question: Question,
  style: Style,
  asks: boolean,
): Promise<number | undefined | null> {
  console.log("\n" + formatQuestion(question, style).join("\n"));
  const guess = asks ? await askFor(question, style) : undefined;
  if (guess === null) return guess;
  const said = guess === undefined ? undefined : question.options[guess];
  console.log("\n" + formatRightOption(question, style, said).join("\n"));
  return guess;
}
