/**
 * The verdict of a page on the learner's file: remembered beside those of the
 * terminal, as one on the model network.
 *
 * @module
 */
import type { Lesson } from "../lesson.ts";
import { rememberOnModel } from "../study/progress.ts";
import { isStanding } from "../study/progress_file.ts";
import type { Standing } from "../study/standing.ts";
import { readVersion } from "./exercises.ts";

/**
 * Reads where an exercise stands, as a page says it.
 *
 * @param text JSON.
 * @returns Its known fields; `undefined` if it is something else.
 */
export function parseStanding(text: string): Standing | undefined {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return;
  }
  if (!isStanding(given)) return;
  const { status, right, total, mastered, begun, notWritten, next } = given;
  const isWhole = right <= total && typeof mastered === "boolean" &&
    typeof begun === "boolean" && notWritten.every(isPlain) &&
    (next === undefined || isPlain(next?.name));
  if (!isWhole) return;
  return {
    status,
    right,
    total,
    mastered,
    begun,
    notWritten,
    next: next && { name: next.name, part: next.part },
  };
}

/** Whether it is one line that a terminal may print. */
function isPlain(value: unknown): boolean {
  // deno-lint-ignore no-control-regex
  return typeof value === "string" && !/[\x00-\x1f\x7f-\x9f]/.test(value);
}

/**
 * Remembers where an exercise stands, if the file is what the page has judged.
 *
 * @param lesson The lesson.
 * @param standing Where it stands, on the model network.
 * @param judged The name of the content that was judged.
 * @returns Whether the file is that.
 */
export async function rememberPage(
  lesson: Lesson,
  standing: Standing,
  judged: string,
): Promise<boolean> {
  const { name } = await readVersion(lesson);
  if (name !== judged) return false;
  await rememberOnModel(lesson, standing);
  return true;
}
