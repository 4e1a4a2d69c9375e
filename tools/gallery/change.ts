/** One line of a change, as it is written in a list of submissions. */
export interface ChangeLine {
  /** `-`: taken out of the model answer. `+`: put in. A space: it stays. */
  sign: "-" | "+" | " ";
  /** The line of code, with its indentation. */
  text: string;
  /** Its line in the list, from 1. */
  line: number;
}

/** Lines that follow each other in the model answer, comments and blank lines apart. */
export type Hunk = ChangeLine[];

/** A change that cannot be made in the model answer. */
export class ChangeError extends Error {
  override name = "ChangeError";
  /** Line of the list, from 1. */
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/** A line without code: blank, or nothing but a comment. `*` alone could be a generator method. */
const NO_CODE = /^\s*(\/\/|\/\*|\*\/|\*( |$)|$)/;

const isCode = (text: string) => !NO_CODE.test(text);

/**
 * Makes a change in the model answer. Comments and blank lines are passed over
 * when its lines are looked for: they may come and go in the model answer.
 *
 * @param model The text of the model answer.
 * @param hunks The change; the order of its hunks is free.
 * @returns The changed text.
 * @throws {ChangeError} If a hunk fits nowhere, or at several places, or
 * changes nothing, or two hunks take the same line out.
 */
export function applyChange(model: string, hunks: readonly Hunk[]): string {
  const lines = model.split(/\r?\n/);
  const code = [...lines.keys()].filter((index) => isCode(lines[index]));
  const removed = new Set<number>();
  /** What is put in before the line of this index. */
  const added = new Map<number, string[]>();
  const put = (index: number, text: string) =>
    added.set(index, [...added.get(index) ?? [], text]);
  for (const hunk of hunks) {
    const place = findHunk(hunk, lines, code);
    let next = place[0];
    let at = 0;
    for (const { sign, text, line } of hunk) {
      if (sign === "+") {
        put(next, text);
        continue;
      }
      if (!isCode(text)) continue;
      const index = place[at++];
      next = index + 1;
      if (sign === " ") continue;
      if (removed.has(index)) {
        throw new ChangeError(
          line,
          `Cannot take out "${text.trim()}" twice: make one hunk of the two`,
        );
      }
      removed.add(index);
    }
  }
  const changed = lines.flatMap((text, index) => [
    ...added.get(index) ?? [],
    ...removed.has(index) ? [] : [text],
  ]);
  return [...changed, ...added.get(lines.length) ?? []].join("\n");
}

/** The lines of the model answer that a hunk names, as indices: it must be exactly one place. */
function findHunk(hunk: Hunk, lines: string[], code: number[]): number[] {
  const [{ line }] = hunk;
  const wanted = hunk.filter(({ sign, text }) => sign !== "+" && isCode(text));
  if (wanted.length === 0) {
    throw new ChangeError(
      line,
      'Cannot find where this change belongs: give a line of the model answer, with "-" or with a space before it',
    );
  }
  if (hunk.every(({ sign }) => sign === " ")) {
    throw new ChangeError(
      line,
      'Cannot use a change without "-" and "+": it changes nothing',
    );
  }
  const fits = (from: number, count: number) =>
    wanted.slice(0, count).every(({ text }, i) =>
      lines[code[from + i]]?.trimEnd() === text.trimEnd()
    );
  const starts = [...code.keys()].filter((from) => fits(from, wanted.length));
  if (starts.length === 1) {
    return code.slice(starts[0], starts[0] + wanted.length);
  }
  if (starts.length > 1) {
    const places = starts.map((from) => code[from] + 1).join(", ");
    throw new ChangeError(
      wanted[0].line,
      `Cannot choose between lines ${places} of the model answer, where this change fits: add the line before or after it`,
    );
  }
  let count = 1;
  while (code.some((_, from) => fits(from, count))) count++;
  const { line: at, text } = wanted[count - 1];
  throw new ChangeError(
    at,
    count === 1
      ? `Cannot find "${text.trim()}" in the model answer: copy the line as it is there`
      : `Cannot find "${text.trim()}" in the model answer after the lines before it: copy them as they are there`,
  );
}
