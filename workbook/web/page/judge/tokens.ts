/**
 * What the tokens of a file tell: what it imports, and what cannot be run.
 *
 * @module
 */
import { parse } from "sucrase/parser";

/** A name in quotes. */
export interface Quoted {
  name: string;
  /** Where its quotes begin and end in the code. */
  start: number;
  end: number;
}

/** The tokens of a file, as they are written. */
function tokensOf(code: string): Array<Quoted> {
  return parse(code, false, true, false).tokens.map(({ start, end }) => ({
    name: code.slice(start, end),
    start,
    end,
  }));
}

/**
 * The modules that code imports.
 *
 * @throws {SyntaxError} If it cannot be parsed.
 */
export function importsOf(code: string): Quoted[] {
  const tokens = tokensOf(code);
  return tokens.flatMap(({ name, start, end }, i) => {
    if (!/^["']/.test(name)) return [];
    const [before, last] = [tokens[i - 2]?.name, tokens[i - 1]?.name];
    const isImport = last === "from" || last === "import" ||
      last === "(" && before === "import";
    return isImport ? [{ name: name.slice(1, -1), start, end }] : [];
  });
}

/**
 * Where the first namespace with code begins: the parser would leave it out.
 *
 * @returns `undefined` if there is none.
 */
export function namespaceIn(text: string): number | undefined {
  const tokens = tokensOf(text);
  return tokens.find(({ name }, i) =>
    (name === "namespace" || name === "module") &&
    /^[A-Za-z_$][\w$]*$/.test(tokens[i + 1]?.name ?? "") &&
    ["{", "."].includes(tokens[i + 2]?.name) &&
    tokens[i - 1]?.name !== "declare"
  )?.start;
}
