import { LESSONS } from "./catalogue.ts";
import type { Lesson } from "./lesson.ts";
import { visible } from "./terminal/bytes.ts";

/** Characters of a typed value that a sentence repeats. */
const REPEATED = 60;

/** A fault of what was typed: one sentence with the value, the limit and the next step. */
export class UsageError extends Error {
  override name = "UsageError";
}

/**
 * A value as a sentence repeats it: in quotes, on one line, and no longer than
 * a reader needs to know it again.
 *
 * @param value What was typed.
 */
export function typed(value: string): string {
  const characters = [...value];
  const shown = characters.length <= REPEATED
    ? value
    : `${characters.slice(0, REPEATED).join("")}…`;
  return `"${visible(shown)}"`;
}

/**
 * The lesson that a learner means.
 *
 * @param words What was typed after the command, without options.
 * @returns The lesson; `undefined` if no number was given.
 * @throws {UsageError} If it is not exactly one number of a lesson.
 */
export function chooseLesson(words: string[]): Lesson | undefined {
  if (words.length === 0) return;
  const first = LESSONS[0].number;
  const last = LESSONS[LESSONS.length - 1].number;
  if (words.length > 1) {
    throw new UsageError(
      `Cannot take ${words.length} lessons at once: ${
        typed(words.join(" "))
      }; name one, ${first} to ${last}`,
    );
  }
  const [word] = words;
  const lesson = LESSONS.find(({ number, stem }) =>
    /^\d+$/.test(word) ? number === Number(word) : stem === word
  );
  if (lesson) return lesson;
  throw new UsageError(
    `Cannot find lesson ${
      typed(word)
    }: the lessons are ${first} to ${last}; see  deno task lesson --list`,
  );
}
