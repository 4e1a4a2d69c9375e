import type { Change } from "./change.ts";
import { OPERATORS } from "./operators.ts";
import { ownerOf, Source } from "./syntax.ts";

/** A solution with one small fault. */
export interface Mutant {
  /** Operator and number: `drop-await.3`. */
  id: string;
  operator: string;
  /** The function or constant that it lies in; `module` at the top level. */
  owner: string;
  /** Line of the solution; the first is 1. */
  line: number;
  /** The lines that change, on one line, cut. */
  before: string;
  /** The same lines afterwards. */
  after: string;
  /** The whole module. */
  text: string;
}

/** Longer texts are cut for a reader. The lists of equivalent mutants hold them as they are cut here. */
const SHOWN = 110;

/**
 * Every mutant of a solution: one change each, no two with the same text, and
 * each one a module that can be parsed.
 *
 * @param text The solution.
 * @throws {SyntaxError} If it cannot be parsed.
 */
export function makeMutants(text: string): Mutant[] {
  const source = new Source(text);
  const sites = [...source.sites()];
  const seen = new Set([text]);
  const mutants: Mutant[] = [];
  for (const [operator, changesAt] of Object.entries(OPERATORS)) {
    let made = 0;
    for (const site of sites) {
      for (const change of changesAt(site)) {
        const mutated = apply(text, change);
        if (seen.has(mutated) || !parses(mutated)) continue;
        seen.add(mutated);
        const place = change.anchor ?? firstDifference(text, change);
        mutants.push({
          id: `${operator}.${++made}`,
          operator,
          owner: ownerOf(site),
          line: source.lineOf(place),
          ...shown(text, change),
          text: mutated,
        });
      }
    }
  }
  return mutants;
}

function apply(text: string, { start, end, text: other, tail }: Change) {
  return text.slice(0, start) + other + text.slice(end) + (tail ?? "");
}

function parses(text: string): boolean {
  try {
    new Source(text);
    return true;
  } catch {
    return false;
  }
}

/** Where a change begins to be one. */
function firstDifference(text: string, { start, end, text: other }: Change) {
  let at = start;
  while (at < end && text[at] === other[at - start]) at++;
  return at;
}

/** The lines of a change, before and after it. */
function shown(text: string, change: Change) {
  const { start, end, anchor = start } = change;
  const from = text.lastIndexOf("\n", anchor - 1) + 1;
  const to = text.indexOf("\n", Math.max(start, end - 1));
  const until = to < 0 ? text.length : to;
  const before = onOneLine(text.slice(from, until));
  const after = onOneLine(
    text.slice(from, start) + change.text + text.slice(end, until),
  );
  let same = 0;
  while (same < before.length && before[same] === after[same]) same++;
  const first = Math.max(0, same - SHOWN / 2);
  return { before: cut(before, first), after: cut(after, first) };
}

/** Text without the lines that are only a comment, on one line. */
function onOneLine(text: string): string {
  return text.split("\n").map((each) => each.trim())
    .filter((each) => !each.startsWith("//")).join(" ").trim();
}

/** As much of a line as a reader is shown. */
function cut(line: string, from: number): string {
  const part = line.slice(from, from + SHOWN);
  return `${from > 0 ? "… " : ""}${part}${
    from + SHOWN < line.length ? " …" : ""
  }`;
}
