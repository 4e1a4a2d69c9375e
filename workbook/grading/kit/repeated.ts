/**
 * Lines of a script that are played several times.
 *
 * @module
 */
import { pattern } from "../../pattern.ts";

/** One line, without the blanks around it, and where it stands. */
export interface Line {
  /** Its number in the script, from 0. */
  at: number;
  line: string;
}

const indentOf = (line: string): number => line.search(pattern(/\S/));

/**
 * The lines of a script in the order in which they are played. `3 times` plays
 * the lines below it that stand further right three times.
 *
 * @param lines The lines as they are written; empty ones are passed over.
 */
export function repeated(lines: readonly string[]): Line[] {
  return read(lines.map((line, at) => ({ at, line })));
}

function read(lines: Line[]): Line[] {
  const all: Line[] = [];
  const rest = lines.filter(({ line }) => line.trim());
  while (rest.length > 0) {
    const { at, line } = rest.shift()!;
    const [, times] = line.trimEnd().endsWith(" times")
      ? line.trim().match(pattern(/^([1-9]\d*) times$/)) ?? []
      : [];
    if (!times) {
      all.push({ at, line: line.trim() });
      continue;
    }
    const end = rest.findIndex((each) => indentOf(each.line) <= indentOf(line));
    const block = read(rest.splice(0, end < 0 ? rest.length : end));
    // Without a block the line is no step: what reads it says so.
    if (block.length === 0) all.push({ at, line: line.trim() });
    for (let nth = 0; nth < Number(times); nth++) all.push(...block);
  }
  return all;
}
