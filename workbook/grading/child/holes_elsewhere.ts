/**
 * The pieces of a submission's text: which function has which hole, and which
 * mentions which. It is read only; nothing of it runs.
 *
 * @module
 */
import { pattern } from "../../pattern.ts";
import { holesIn, type PartKey } from "../../scaffold.ts";

/** Where a piece begins: a function, a class or a value at the beginning of a line. */
const BEGINNING = pattern(
  /^(?:export )?(?:async )?(?:function ?\*?|class|const|let|var) ?([\w$]+)/gm,
);

/** Comments, and the texts in which there are none. */
const COMMENT_OR_TEXT = pattern(
  /\/\*[\s\S]*?\*\/|\/\/[^\n]*|("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)/g,
);

/** Code without its comments: what they name is not called. */
const withoutComments = (code: string): string =>
  code.replace(COMMENT_OR_TEXT, (_, text?: string) => text ?? "");

/** The code of each piece, by its name. */
function piecesOf(text: string): Map<string, string> {
  const begins = [...text.matchAll(BEGINNING)];
  return new Map(
    begins.map(({ 1: name, index }, i) => [
      name,
      text.slice(index, begins[i + 1]?.index),
    ]),
  );
}

/**
 * How many holes of a part are in pieces that some functions have nothing to do
 * with: neither they nor what they mention, however far, mention such a piece.
 *
 * @param text The text of a submission.
 * @param names The functions. One that is no piece of the text may do anything.
 */
export function holesElsewhere(
  text: string,
  names: readonly string[],
  part: PartKey | undefined,
): number {
  const pieces = piecesOf(text);
  if (!names.every((name) => pieces.has(name))) return 0;
  const reached = new Set(names);
  for (const name of reached) {
    const code = withoutComments(pieces.get(name)!);
    const words = new Set(code.match(pattern(/[\w$]+/g)));
    for (const other of pieces.keys()) {
      if (words.has(other)) reached.add(other);
    }
  }
  const others = [...pieces].filter(([name]) => !reached.has(name));
  return others.flatMap(([, code]) => holesIn(code))
    .filter((hole) => hole.part === part).length;
}
