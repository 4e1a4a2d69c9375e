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

/** Longer texts are cut for a reader. */
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
  const to = text.indexOf("\n", Math.max(anchor, end - 1));
  const until = to < 0 ? text.length : to;
  if (start === end && start > until) {
    // Added further down than the line that names the place.
    const line = text.slice(from, until);
    return {
      before: onOneLine(line),
      after: onOneLine(`${line} … ${change.text}`),
    };
  }
  return {
    before: onOneLine(text.slice(from, until)),
    after: onOneLine(
      text.slice(from, start) + change.text + text.slice(end, until),
    ),
  };
}

/** Text without comments of their own lines, on one line. */
function onOneLine(text: string): string {
  const line = text.split("\n").map((each) => each.trim())
    .filter((each) => !each.startsWith("//")).join(" ").trim();
  return line.length > SHOWN ? `${line.slice(0, SHOWN - 2)} …` : line;
}
