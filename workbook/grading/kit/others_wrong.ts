/**
 * Which other rows of a table are wrong, where one is.
 *
 * @module
 */
import { NotStarted } from "../../todo.ts";

/** So many are named. */
const NAMED = 3;

/**
 * Looks at all rows of a table in which one is wrong.
 *
 * @param own The name of that one.
 * @param rows Names, and what throws if the row is wrong.
 * @returns `wrong here, too: a, b, c, 4 more`; nothing if the others are right.
 */
export async function othersWrong(
  own: string,
  rows: Iterable<{ name: string; judge(): Promise<unknown> }>,
): Promise<string | undefined> {
  const names = new Set<string>();
  for (const { name, judge } of rows) {
    try {
      await judge();
    } catch (error) {
      // What is not written yet is not wrong.
      if (!(error instanceof NotStarted)) names.add(name);
    }
  }
  names.delete(own);
  if (names.size === 0) return;
  const named = [...names].slice(0, NAMED);
  if (names.size > NAMED) named.push(`${names.size - NAMED} more`);
  return `wrong here, too: ${named.join(", ")}`;
}
