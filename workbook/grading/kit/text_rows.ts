/**
 * A list that is written as text: what its line makes of each item, and where
 * to look.
 *
 * @module
 */
import { readItems, resolve, Rest, Words } from "./payload.ts";
import { callerPlace } from "./register.ts";
import type { Place } from "./step.ts";
import { readLines, Unreadable } from "./template_lines.ts";

/** One item. */
export interface TextRow<T> {
  value: T;
  /** Where to look: the question of its line, or of one above. */
  lookAt?: string;
}

/** The texts of a line: `GET | "two words" | G\0T`. */
function readTexts(line: string): string[] {
  if (line.includes("\ue000")) {
    throw new Unreadable("a list holds no ${…}; write the text itself");
  }
  return readItems(new Rest(line, [])).map((payload) => {
    if (payload.every((part) => typeof part === "string")) {
      return String(resolve(payload, new Words()));
    }
    throw new Unreadable(
      `"${line}" is no list of texts; write \\{ for the sign, and a byte as \\xff`,
    );
  });
}

/**
 * Reads a list.
 *
 * @param raw The strings of the template.
 * @param place Where it begins.
 * @param make Makes a value of each text.
 * @throws {SyntaxError} If a line cannot be read: with file and line, and what to write.
 */
export function readTextRows<T>(
  raw: readonly string[],
  place: Place,
  make: (text: string) => T,
): Array<TextRow<T>> {
  const rows: Array<TextRow<T>> = [];
  readLines(raw, place, (line, lookAt) => {
    for (const text of readTexts(line)) {
      rows.push({ value: make(text), lookAt });
    }
  });
  return rows;
}

/**
 * A list as a template, items of one kind a line: `a | "b c"   ? where to look`.
 *
 * @param make Makes a value of each text.
 */
export function textRows<T>(
  make: (text: string) => T,
): (strings: TemplateStringsArray) => Array<TextRow<T>> {
  return ({ raw }) => readTextRows(raw, callerPlace(), make);
}
