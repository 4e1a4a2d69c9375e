/**
 * What a file of a submission imports, read from its text.
 *
 * The text is not parsed, and errs on the side of the grader: an `import(` in a
 * comment counts as well.
 *
 * @module
 */

/** Blanks and comments between two tokens. */
const GAP = String
  .raw`(?:\s|/\*[^]*?\*/|//[^\n\r\u2028\u2029]*(?=[\n\r\u2028\u2029]))*`;

/** A text in quotes, with its escapes. */
const QUOTED = String.raw`(["'\`])((?:\\[^]|(?!\1)[^\\])*)\1`;

/** A word that is no part of a longer one and no property; `...import()` is none. */
const WORD = String.raw`(?<![\w$#]|(?<!\.)\.)`;

const STATIC = new RegExp(`${WORD}(?:from|import)${GAP}${QUOTED}`, "g");
const DYNAMIC = new RegExp(
  `${WORD}import${GAP}(?:\\.${GAP}(?:defer|source)${GAP})?\\(`,
  "g",
);
const ARGUMENT = new RegExp(`${GAP}${QUOTED}${GAP}[,)]`, "y");
const REQUIRE = new RegExp(`${WORD}require${GAP}\\(`);

/** What a file imports. */
export interface Imports {
  /** The names, as they are written. */
  names: string[];
  /** Line of the first `import()` or `require()` whose module only shows when it runs. */
  computed?: number;
}

/**
 * Finds the imports in the text of a file.
 *
 * @param text The text.
 */
export function importsIn(text: string): Imports {
  const names: string[] = [];
  let computed: number | undefined;
  const add = (name: string, at: number) => {
    // An escape, or a value in a template, hides which module it is.
    if (/\\|\$\{/.test(name)) computed ??= at;
    else names.push(name);
  };
  for (const { 2: name, index } of text.matchAll(STATIC)) add(name, index);
  for (const { 0: call, index } of text.matchAll(DYNAMIC)) {
    ARGUMENT.lastIndex = index + call.length;
    const literal = ARGUMENT.exec(text);
    if (literal) add(literal[2], index);
    else computed ??= index;
  }
  const required = text.match(REQUIRE);
  computed ??= required?.index;
  return {
    names,
    computed: computed === undefined
      ? undefined
      : text.slice(0, computed).split("\n").length,
  };
}
