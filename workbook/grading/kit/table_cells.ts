/**
 * The cells of a table that is written as text: inputs before the arrow, and
 * what the call gives for them behind it.
 *
 * @module
 */
import { pattern } from "../../pattern.ts";
import { readItems, Rest, type Words } from "./payload.ts";
import {
  oneOf,
  refuseSlip,
  Unreadable,
  withoutTexts,
} from "./template_lines.ts";
import type { Row } from "./row.ts";

/** What a row expects of a call. */
type Due<Args extends unknown[], Result> = Row<Args, Result>[1];

/**
 * The calls that an input stands for: the arguments of each. Of a function with
 * one argument that is no list it may be the argument itself, or a list of them.
 */
export type Inputs<Args extends unknown[]> =
  | Iterable<Args>
  | (Args extends [infer Only]
    ? Only extends readonly unknown[] ? never : Only | Only[]
    : never);

/** What the lines of a table may say. In a key, `…` stands for a text. */
export interface TableForm<Args extends unknown[], Result> {
  /**
   * Sentences before the arrow: the calls that each stands for, by the text at
   * its `…`. The key `…` alone reads every other input. A RangeError says what
   * to write instead, when the grader is loaded; where a sentence throws it, when
   * the check runs.
   */
  inputs?: Record<string, (text: string) => Inputs<Args>>;
  /** The words that the call may give: each other text after the arrow stands in quotes. */
  words?: readonly string[];
  /** Sentences after the arrow: what a call with these arguments gives. */
  outcomes?: Record<string, (args: Args, text: string) => Due<Args, Result>>;
  /** Reads a whole line in another way: as the rows that it is with the words of a check. */
  line?: (text: string) => (words: Words) => Array<Row<Args, Result>>;
}

const CONSTANTS: Record<string, unknown> = {
  null: null,
  true: true,
  false: false,
};

/** The number that a text is: `-12`, `0x7f`. */
const numberIn = (text: string): number | undefined =>
  pattern(/^(-?\d+(\.\d+)?|0x[\da-f]+)$/i).test(text)
    ? Number(text)
    : undefined;

/**
 * The number at the `…` of a sentence: `-12`, `0x7f`, `1.5`.
 *
 * @throws {RangeError} If it is none.
 */
export function numberOf(text: string): number {
  const number = numberIn(text);
  if (number === undefined) throw new RangeError(`${text} is no number`);
  return number;
}

/** A sentence with a number at its `…`; what it stands for is made of that. */
export const ofNumber = <T>(make: (number: number) => T) => (text: string): T =>
  make(numberOf(text));

/** The arguments of each call that an input stands for. */
function argsOf<Args extends unknown[]>(inputs: Inputs<Args>): Args[] {
  const isOne = typeof inputs !== "object" || inputs === null ||
    ArrayBuffer.isView(inputs) || !(Symbol.iterator in inputs);
  const all = isOne ? [inputs] : [...inputs as Iterable<unknown>];
  return all.map((each) => (Array.isArray(each) ? each : [each]) as Args);
}

/** The key of a sentence, and the text at its `…`. */
function sentenceIn(
  keys: readonly string[],
  cell: string,
): [key: string, text: string] | undefined {
  if (keys.includes(cell)) return [cell, ""];
  for (const key of keys) {
    const [before, after] = key.split("…");
    if (key === "…" || after === undefined) continue;
    const text = cell.slice(before.length, cell.length - after.length);
    if (text.trim() && cell === before + text + after) return [key, text];
  }
}

/** The parts of a cell, as they are written: `1.2.3 | "a b"`. */
function partsOf(cell: string): string[] {
  const bare = withoutTexts(cell);
  const parts: string[] = [];
  let from = 0;
  for (
    const { index } of [...bare.matchAll(pattern(/\|/g)), {
      index: cell.length,
    }]
  ) {
    const part = cell.slice(from, index).trim();
    if (!part) {
      throw new Unreadable(
        'something is missing beside | or →; write "" for an empty text',
      );
    }
    parts.push(part);
    from = index + 1;
  }
  return parts;
}

/** A part as text: quoted, or as it stands. */
function textOf(part: string, mayHaveBlanks: boolean): string {
  const [payload, ...more] = readItems(new Rest(part, []));
  const [text] = payload;
  if (more.length > 0 || payload.length > 1 || typeof text !== "string") {
    throw new Unreadable(`${part} is no text; write it in quotes`);
  }
  if (pattern(/\s/).test(part) && !part.startsWith('"') && !mayHaveBlanks) {
    throw new Unreadable(
      `no sentence says "${part}"; write one that the grader names, or a text in quotes`,
    );
  }
  return text;
}

/** The calls of the inputs of a line. */
export function readInputs<Args extends unknown[], Result>(
  cell: string,
  { inputs = {} }: TableForm<Args, Result>,
): { isFixed: boolean; calls: () => Args[] } {
  const keys = Object.keys(inputs);
  const sentences = keys.filter((key) => !key.includes("…"));
  const any = inputs["…"] ?? ((text: string) => text as Inputs<Args>);
  const whole = sentenceIn(keys, cell);
  if (whole) {
    const [key, text] = whole;
    const texts = text ? partsOf(text).map((each) => textOf(each, true)) : [""];
    const calls = () => texts.flatMap((each) => argsOf(inputs[key](each)));
    return { isFixed: false, calls };
  }
  const read = partsOf(cell).map((part) => {
    if (keys.includes(part)) return () => argsOf(inputs[part](""));
    if (!part.startsWith('"')) refuseSlip(part, sentences);
    const calls = argsOf(any(textOf(part, "…" in inputs)));
    return () => calls;
  });
  const isFixed = !partsOf(cell).some((part) => keys.includes(part));
  return { isFixed, calls: () => read.flatMap((calls) => calls()) };
}

/** A text after the arrow: in quotes, or one of the words that the call may give. */
function ownText(part: string, words: readonly string[]): string {
  const text = textOf(part, false);
  if (part.startsWith('"') || words.includes(part)) return text;
  throw new Unreadable(
    words.length > 0
      ? `the call never gives ${part}; write ${oneOf(words)}`
      : `${part} is no value; write a text in quotes, or name it in words`,
  );
}

/** What a line expects of a call. */
export function readOutcome<Args extends unknown[], Result>(
  cell: string,
  { outcomes = {}, words = [] }: TableForm<Args, Result>,
): (args: Args) => Due<Args, Result> {
  const sentence = sentenceIn(Object.keys(outcomes), cell);
  if (sentence) {
    const [key, text] = sentence;
    return (args) => outcomes[key](args, text);
  }
  type Fixed = Due<Args, Result>;
  if (Object.hasOwn(CONSTANTS, cell)) return () => CONSTANTS[cell] as Fixed;
  if (cell.startsWith("[")) {
    const [[bytes], ...more] = readItems(new Rest(cell, []));
    if (more.length === 0) return () => bytes as Fixed;
    throw new Unreadable(
      `the call gives one value; write ${cell.split(" |")[0]}`,
    );
  }
  const any = outcomes["…"];
  const parts = partsOf(cell);
  if (parts.length > 1 && !any) {
    const texts = parts.map((part) => ownText(part, words));
    return () => texts as Fixed;
  }
  if (any) {
    const text = textOf(cell, true);
    return (args) => any(args, text);
  }
  const number = numberIn(cell);
  if (number !== undefined) return () => number as Fixed;
  const own = ownText(cell, words);
  return () => own as Fixed;
}
