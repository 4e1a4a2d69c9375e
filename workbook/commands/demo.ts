/**
 * The process of a demonstration that needs more than loopback. Learners call
 * `deno task lesson`.
 *
 * @module
 */
import { terminalStyle } from "../terminal/mod.ts";
import { chooseLesson, UsageError } from "../usage_error.ts";
import { readOptions } from "../arguments.ts";
import { playHere } from "../demo/process.ts";

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { words, values } = readOptions(args, { wait: { type: "boolean" } });
  const lesson = chooseLesson(words);
  if (!lesson) {
    throw new UsageError(
      "Cannot play a demo without a lesson: write  deno task lesson N --demo",
    );
  }
  await playHere(lesson, terminalStyle(), values.wait === true);
  return 0;
}
