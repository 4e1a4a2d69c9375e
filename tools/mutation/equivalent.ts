import type { Lesson } from "../../workbook/lesson.ts";
import { fileUrl } from "../../workbook/paths.ts";

/** A mutant that behaves like the solution, or that is right as well. */
export interface Equivalent {
  operator: string;
  /** The function or constant that it lies in, as the report names it. */
  owner: string;
  /** The lines before the change, letter for letter as reported. */
  before: string;
  /** The lines after it. */
  after: string;
  /** Which one, from 1, where a function has the same lines several times. */
  nth: number;
  /** Why it is right as well. */
  reason: string;
}

/** A list of equivalent mutants that cannot be read. */
export class ListError extends Error {
  override name = "ListError";
}

/**
 * Reads a list of equivalent mutants. A reason comes before the mutants it is
 * for:
 *
 * ```text
 * # Any size of the buffer is right.
 * off-by-one in serve
 *   -  const buffer = new Uint8Array(1024);
 *   +  const buffer = new Uint8Array(1025);
 * ```
 *
 * `off-by-one in serve (2)` is the second one with these lines.
 *
 * @param text The list.
 * @param path Its file, for errors.
 * @throws {ListError} If a line is none of these, or a reason is missing.
 */
export function parseEquivalent(text: string, path: string): Equivalent[] {
  const entries: Equivalent[] = [];
  let reason = "";
  const lines = text.split(/\r?\n/);
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i];
    if (line.trim() === "") continue;
    if (line.startsWith("# ")) {
      const goesOn = lines[i - 1]?.startsWith("# ");
      reason = goesOn ? `${reason} ${line.slice(2)}` : line.slice(2);
      continue;
    }
    const head = /^(\S+) in (\S+)(?: \((\d+)\))?$/.exec(line);
    const before = /^ {2}- ? ?(.*)$/.exec(lines[i + 1] ?? "");
    const after = /^ {2}\+ ? ?(.*)$/.exec(lines[i + 2] ?? "");
    if (!head || !before || !after || !reason) {
      throw new ListError(
        `Cannot read ${path}:${
          i + 1
        }: after a reason, "# …", three lines are wanted, "operator in function", "  -  before", "  +  after"`,
      );
    }
    const [, operator, owner, nth = "1"] = head;
    const [first, second] = [before[1], after[1]];
    i += 2;
    entries.push({
      operator,
      owner,
      before: first,
      after: second,
      nth: Number(nth),
      reason,
    });
  }
  return entries;
}

/** The list of a lesson; an empty one if the lesson has none. */
export async function readEquivalent(
  { stem }: Lesson,
): Promise<Equivalent[]> {
  const path = `tools/mutation/equivalent/${stem}.txt`;
  try {
    return parseEquivalent(await Deno.readTextFile(fileUrl(path)), path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
