import type { Lesson } from "../lesson.ts";
import { type AnyPlay, loadPlays } from "../poke/play.ts";
import { chooseLesson, typed, UsageError } from "../usage_error.ts";

/** A lesson and one of its plays. */
export interface Chosen {
  lesson: Lesson;
  play: AnyPlay;
  /** Its place among the lesson's plays. */
  index: number;
  /** Names of the others. */
  others: string[];
}

/**
 * The lesson that was named, and the rest of the words.
 *
 * @param command The task: `poke`.
 * @param words What was typed after it, without options.
 * @throws {UsageError} If there is no number of a lesson.
 */
export function lessonAndRest(
  command: string,
  words: string[],
): [Lesson, string[]] {
  const lesson = chooseLesson(words.slice(0, 1));
  if (lesson) return [lesson, words.slice(1)];
  throw new UsageError(
    `Cannot tell which lesson: write  deno task ${command} N`,
  );
}

/**
 * The play that was named.
 *
 * @param lesson The lesson.
 * @param words At most one: the name of a function.
 * @param otherwise The next step, for a lesson without a peer.
 * @throws {UsageError} If the lesson has no such play.
 */
export async function choosePlay(
  lesson: Lesson,
  words: string[],
  otherwise: string,
): Promise<Chosen> {
  const plays = await loadPlays(lesson);
  const names = plays.map(({ name }) => name);
  if (plays.length === 0) {
    throw new UsageError(
      `Cannot play lesson ${lesson.number}: its exercise has no peer; ${otherwise}`,
    );
  }
  if (words.length > 1) {
    throw new UsageError(
      `Cannot play ${words.length} functions at once: name one of ${
        names.join(", ")
      }`,
    );
  }
  const index = words.length === 0 ? 0 : names.indexOf(words[0]);
  if (index < 0) {
    throw new UsageError(
      `Cannot play ${
        typed(words[0])
      } of lesson ${lesson.number}: there is a peer for ${names.join(", ")}`,
    );
  }
  const others = names.filter((_, i) => i !== index);
  return { lesson, play: plays[index], index, others };
}
