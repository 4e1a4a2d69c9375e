/**
 * `deno task scaffolds`: writes each exercise anew, as its model answer and the
 * marks in it say. It is for contributors: a learner's file is not kept.
 *
 * @module
 */
import { readOptions } from "../workbook/arguments.ts";
import { LESSONS } from "../workbook/catalogue.ts";
import { chooseLesson } from "../workbook/usage_error.ts";

const HELP =
  `deno task scaffolds [N]     write the exercises anew, from the model answers
`;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { words, values } = readOptions(args, {});
  if (values.help) {
    console.log(HELP.trimEnd());
    return 0;
  }
  const chosen = chooseLesson(words);
  for (const lesson of chosen ? [chosen] : LESSONS) {
    const { files } = lesson;
    const { text, parts } = await lesson.scaffold();
    if (parts.length === 0) {
      console.error(
        `Cannot make ${files.exercise.path}: ${files.solution.path} has no mark; write  // In the exercise, part 1: …`,
      );
      return 3;
    }
    await Deno.writeTextFile(files.exercise.url, text);
    console.log(`${files.exercise.path}   parts ${parts.join(", ")}`);
  }
  return 0;
}
