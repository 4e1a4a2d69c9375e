/**
 * What the tokens of a file tell: what it imports, and what cannot be run.
 *
 * @module
 */
import { parse } from "sucrase/parser";

/** A token, as it is written. */
export interface Token {
  text: string;
  /** Where it begins and ends in the code. */
  start: number;
  end: number;
  /** Whether it belongs to a type. */
  isType: boolean;
}

/**
 * The tokens of a file.
 *
 * @param code TypeScript or JavaScript.
 * @throws {SyntaxError} If it cannot be parsed.
 */
export function tokensOf(code: string): Token[] {
  return parse(code, false, true, false).tokens
    .map(({ start, end, isType }) => ({
      text: code.slice(start, end),
      start,
      end,
      isType,
    }));
}

/** The tokens that name an imported module, in quotes. */
export function importsIn(tokens: readonly Token[]): Token[] {
  return tokens.filter(({ text }, i) => {
    if (!/^["']/.test(text)) return false;
    const [before, last] = [tokens[i - 2]?.text, tokens[i - 1]?.text];
    return last === "from" || last === "import" ||
      last === "(" && before === "import";
  });
}

/** The first namespace with code: the parser would leave it out. */
export function namespaceIn(tokens: readonly Token[]): Token | undefined {
  return tokens.find(({ text }, i) =>
    (text === "namespace" || text === "module") &&
    /^[A-Za-z_$][\w$]*$/.test(tokens[i + 1]?.text ?? "") &&
    ["{", "."].includes(tokens[i + 2]?.text) &&
    tokens[i - 1]?.text !== "declare"
  );
}

/**
 * Where each token of the code stands in the text that it was made of. The two
 * have the same lines; the code has no types.
 *
 * @param code The code, and its tokens.
 * @param text The text, and its tokens.
 * @returns For each line pairs of a column of the code and the column of the
 * text, both from 1, in order.
 */
export function columnsOf(
  code: { text: string; tokens: readonly Token[] },
  text: { text: string; tokens: readonly Token[] },
): Array<Array<[number, number]>> {
  const left = byLine(text.text, text.tokens.filter(({ isType }) => !isType));
  return byLine(code.text, code.tokens).map((placed, line) => {
    const there = left[line] ?? [];
    let next = 0;
    return placed.flatMap(({ column, token }): Array<[number, number]> => {
      const at = there.findIndex((each, i) =>
        i >= next && each.token.text === token.text
      );
      if (at < 0) return [];
      next = at + 1;
      return [[column, there[at].column]];
    });
  });
}

/** Tokens with their columns, by the line that they begin in. */
function byLine(
  code: string,
  tokens: readonly Token[],
): Array<Array<{ column: number; token: Token }>> {
  const lines: Array<Array<{ column: number; token: Token }>> = [[]];
  let begin = 0;
  for (const token of tokens) {
    for (;;) {
      const end = code.indexOf("\n", begin);
      if (end < 0 || end >= token.start) break;
      begin = end + 1;
      lines.push([]);
    }
    lines.at(-1)!.push({ column: token.start - begin + 1, token });
  }
  return lines;
}
