/**
 * The process of a demonstration that needs more than loopback. Learners call
 * `deno task lesson`.
 *
 * @module
 */
import { readOptions } from "../arguments.ts";
import { INTERRUPTED, playHere } from "../demo/process.ts";
import { terminalStyle } from "../terminal/mod.ts";
import { chooseLesson, typed, UsageError } from "../usage_error.ts";

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { words, values } = readOptions(args, {
    wait: { type: "boolean" },
    step: { type: "string" },
    text: { type: "boolean" },
  });
  const lesson = chooseLesson(words);
  if (!lesson) {
    throw new UsageError(
      "Cannot play a demo without a lesson: write  deno task lesson N --demo",
    );
  }
  const ended = await playHere(lesson, terminalStyle(), {
    wait: values.wait === true,
    text: values.text === true,
    only: values.step === undefined
      ? undefined
      : stepNumber(String(values.step)),
  });
  return ended ? 0 : INTERRUPTED;
}

function stepNumber(word: string): number {
  const number = Number(word);
  if (Number.isInteger(number) && number > 0) return number;
  throw new UsageError(
    `Cannot play step ${typed(word)}: write a whole number from 1`,
  );
}
