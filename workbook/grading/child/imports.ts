/**
 * What a file of a submission imports, read from its text.
 *
 * The text is not parsed, and errs on the side of the grader: an `import(` in a
 * comment counts as well.
 *
 * @module
 */
import { pattern } from "../../pattern.ts";

/** Blanks and comments between two tokens. */
const GAP = String
  .raw`(?:\s|/\*(?:[^*]|\*(?!/))*\*/|//[^\n\r\u2028\u2029]*(?=[\n\r\u2028\u2029]))*`;

/** A text between such quotes, with its escapes. */
const quoted = (quotes: string) =>
  String.raw`([${quotes}])((?:\\[^]|(?!\1)[^\\])*)\1`;

/** A word that is no part of a longer one and no property; `...import()` is none. */
const WORD = String.raw`(?<![\w$#]|(?<!\.)\.)`;

// What follows the word is looked at, not taken: in a comment or a text the word
// may stand before a quote that belongs to the next import.
// No template stands there: a comment may speak of lines from `start` on.
const STATIC = pattern(
  new RegExp(`${WORD}(?:from|import)(?=${GAP}${quoted(`"'`)})`, "g"),
);
const DYNAMIC = pattern(
  new RegExp(
    `${WORD}import(?=(${GAP}(?:\\.${GAP}(?:defer|source)${GAP})?\\())`,
    "g",
  ),
);
const ARGUMENT = pattern(
  new RegExp(`${GAP}${quoted(`"'\``)}${GAP}[,)]`, "y"),
);
/** What a file of JSX imports without saying so. */
const JSX = pattern(/@jsxImportSource\b/);
const REQUIRE = pattern(new RegExp(`${WORD}require${GAP}\\(`));

/** What stands before `from`: `import type { A, B as C }`, `export *`. */
const CLAUSE = pattern(
  new RegExp(
    `${WORD}(?:import|export)\\b((?:[\\w$\\s{},*]|/\\*[^]*?\\*/|//[^\\n]*\\n)*)$`,
  ),
);

/** A clause that is longer is not looked at: it may be everything. */
const CLAUSE_LENGTH = 2_000;

/** What a file imports. */
export interface Imports {
  /** The names, as they are written. */
  names: string[];
  /**
   * What is imported of each name by name, types left out; `undefined` if that may be
   * everything.
   */
  parts: Map<string, string[] | undefined>;
  /** Line of the first `import()` or `require()` whose module only shows when it runs, or of what stands for one. */
  computed?: number;
}

/**
 * Finds the imports in the text of a file.
 *
 * @param text The text.
 */
export function importsIn(text: string): Imports {
  const names: string[] = [];
  const parts = new Map<string, string[] | undefined>();
  let computed: number | undefined;
  const add = (name: string, at: number) => {
    // An escape, or a value in a template, hides which module it is.
    if (pattern(/\\|\$\{|%(?:2f|5c)/i).test(name)) computed ??= at;
    else names.push(name);
  };
  for (const { 2: name, index } of text.matchAll(STATIC)) {
    add(name, index);
    const known = parts.has(name) ? parts.get(name) : [];
    const found = partsOf(text.slice(0, index));
    parts.set(name, known && found && [...known, ...found]);
  }
  for (const { 0: word, 1: call, index } of text.matchAll(DYNAMIC)) {
    ARGUMENT.lastIndex = index + word.length + call.length;
    const literal = ARGUMENT.exec(text);
    if (literal) {
      add(literal[2], index);
      parts.set(literal[2], undefined);
    } else computed ??= index;
  }
  computed ??= text.match(REQUIRE)?.index ?? text.match(JSX)?.index;
  return {
    names,
    parts,
    computed: computed === undefined
      ? undefined
      : text.slice(0, computed).split("\n").length,
  };
}

/** What the clause before a `from` takes by name. */
function partsOf(before: string): string[] | undefined {
  const clause = before.slice(-CLAUSE_LENGTH).match(CLAUSE)?.[1]
    .replace(pattern(/\/\*[^]*?\*\/|\/\/[^\n]*\n/g), "").trim();
  if (clause === undefined) return;
  if (pattern(/^type\b(?!\s*,)/).test(clause)) return [];
  const list = pattern(/^\{([^*]*)\}$/).exec(clause)?.[1];
  if (list === undefined) return;
  return list.split(",").map((each) => each.trim())
    .filter((each) => each !== "" && !pattern(/^type\s/).test(each))
    .map((each) => each.split(pattern(/\s/))[0]);
}
