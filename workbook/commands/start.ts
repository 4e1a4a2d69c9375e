/**
 * `deno task start`: the walk of the lesson that a learner is at.
 *
 * @module
 */
import { readOptions } from "../arguments.ts";
import {
  currentLesson,
  knownStanding,
  lessonAfter,
} from "../study/progress.ts";
import { typed, UsageError } from "../usage_error.ts";
import { run as runLesson } from "./lesson.ts";

const HELP =
  `deno task start            one place to study in: continue where you left off
                           (another lesson:  deno task lesson N  or the key l)
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
      `Cannot start at ${typed(words.join(" "))}: write  deno task lesson ${
        words[0]
      }`,
    );
  }
  const current = await currentLesson();
  const isRight = (await knownStanding(current))?.status === "right";
  const lesson = isRight ? await lessonAfter(current) ?? current : current;
  return await runLesson([String(lesson.number)]);
}
