/**
 * Checks of objects that are fed with chunks: a row is a transcript,
 * `→ "a\nb" ← a → "c\n" ← bc   end = null`.
 *
 * @module
 */
import { isBytes } from "../../sandbox/plain_bytes.ts";
import { type Expectation, such } from "./expectations.ts";
import { isEqual, show } from "./expect.ts";
import { type FedRow, type Gives, readFed } from "./fed_line.ts";
import { isInstance } from "./instance.ts";
import { messageHolds } from "./message_holds.ts";
import { literal } from "./literal.ts";
import { toBytes } from "./payload.ts";
import { cut } from "./pieces.ts";
import type { ValuesOptions } from "./values.ts";
import { wrongKind } from "./wrong_kind.ts";

/** An object that is fed. */
export interface Eater {
  push(chunk: Uint8Array): unknown;
  /** What is asked when it was fed. */
  last(): unknown;
}

type Options = ValuesOptions<Fed[], unknown>;
/** Options of a table whose rows are transcripts. */
export type FedValues = Options & Required<Pick<Options, "call" | "did">>;

/** How an object is fed, and how its rows are written. */
export interface FedOptions {
  /** Makes one; of a row that begins with `new FrameDecoder(10)`, with that number. */
  begin(number?: number): Eater;
  /** What is asked at the end: `end()`, or `pending`. */
  last: string;
  /** What that gives if a row does not say it. */
  usual: unknown;
  /** Whether a text of a row stands for its bytes, as a chunk and as what is given. */
  bytes?: boolean;
  /** Whether all chunks come in one buffer, which the next one overwrites. */
  oneBuffer?: boolean;
  /** The class of its refusals: one that comes where none is due is what came. */
  refuses?: string;
}

/** A chunk as an argument of a row. */
export interface Fed {
  chunk: string | Uint8Array;
  /** Which of several objects gets it. */
  to: string;
  /** How the objects of the row are made. */
  made: string;
  number?: number;
  mayThrow: boolean;
  /** In pieces of these sizes; the last is repeated. */
  sizes?: number[];
}

/** Lists of up to so many items, and texts of so many characters, are shown whole. */
const SHOWN_WHOLE = 12;
const CHARACTERS_SHOWN = 60;

/** A text that is long: how it begins, and its length. */
const longText = (text: string): string =>
  `${literal(text.slice(0, CHARACTERS_SHOWN))}… ${text.length} characters`;

const isLong = (value: unknown): value is string =>
  typeof value === "string" && value.length > 2 * CHARACTERS_SHOWN;

/** Payloads in full, of long texts and lists the beginning, and other values as they are shown elsewhere. */
function shown(came: unknown): string {
  if (isLong(came)) return longText(came);
  if (!Array.isArray(came)) return show(came);
  const isShort = came.length <= SHOWN_WHOLE;
  const isPlain = !came.some((each) => isBytes(each) || isLong(each));
  if (isShort && isPlain) return show(came);
  const items = came.slice(0, isShort ? SHOWN_WHOLE : 3).map(shown);
  const more = isShort ? [] : [`… ${came.length} in all`];
  return `[${[...items, ...more].join(", ")}]`;
}

const ERRORS: Record<string, new () => Error> = {
  Error,
  RangeError,
  SyntaxError,
  TypeError,
};

/** What a row expects: values that are all known, or several that are right. */
function dueOf(steps: Gives[][]): unknown[] | Expectation {
  if (steps.every(([due, ...more]) => more.length === 0 && "items" in due)) {
    return steps.map(([due]) => "items" in due && due.items);
  }
  const say = (due: Gives) =>
    "items" in due
      ? shown(due.items)
      : `a ${due.error}${
        due.says.length ? ` that says ${due.says.join(" and ")}` : ""
      }`;
  const isRight = (came: unknown, due: Gives) => {
    if ("items" in due) return isEqual(came, due.items);
    if (!isInstance(came, ERRORS[due.error])) return false;
    // Read once, and as text: it may be an object with methods of its own.
    const { message } = came as { message: unknown };
    return typeof message === "string" &&
      due.says.every((each) => messageHolds(message, each));
  };
  return such<unknown[]>(
    steps.map((dues) => dues.map(say).join(" or ")).join(", "),
    (came) =>
      came.length === steps.length &&
      steps.every((dues, i) => dues.some((due) => isRight(came[i], due))),
  );
}

/** Every way to cut so many bytes: each place, each byte by itself, and equal pieces. */
function* everyCut(length: number): Generator<number[]> {
  for (let at = 1; at < length; at++) yield [at, length - at];
  for (let at = 1; at < length - 1; at++) yield [at, 1, length - at - 1];
  for (let size = 1; size < 10; size++) yield [size];
  yield [length];
}

/** The rows of a line: the chunks of each, and what is expected of them. */
function* rowsOf(
  { made, number, chunks, last }: FedRow,
  { usual, bytes }: FedOptions,
): Generator<[Fed[], unknown[] | Expectation]> {
  const asBytes = (each: unknown) =>
    bytes && typeof each === "string" ? toBytes(each) : each;
  const steps = chunks.map(({ gives }) =>
    gives.map((each): Gives =>
      "error" in each ? each : { items: each.items.map(asBytes) }
    )
  );
  const ends = (last ?? [usual]).map((items) => ({ items }) as never);
  const all = chunks.map(({ to, chunk, cut, gives }) => ({
    chunk: asBytes(chunk) as Fed["chunk"],
    to,
    made,
    number,
    mayThrow: gives.some((each) => "error" in each),
    cuts: cut === "anywhere" ? [...everyCut(toBytes(chunk).length)] : [cut],
  }));
  // A line has one chunk that is cut, or none.
  const most = Math.max(1, ...all.map(({ cuts }) => cuts.length));
  for (let i = 0; i < most; i++) {
    const fed = all.map(({ cuts, ...each }) => ({
      ...each,
      sizes: cuts[i] ?? cuts[0],
    }));
    yield [fed, dueOf(isAsked(fed) ? [...steps, ends] : steps)];
  }
}

/** Whether the question at the end is asked: of one object that refuses nothing. */
const isAsked = (row: readonly Fed[]): boolean =>
  !row.some(({ to, mayThrow }) => to || mayThrow);

/** The pieces in which a chunk is fed: each in a memory of its own, which holds nothing of the others. */
const piecesOf = ({ chunk, sizes }: Fed): Uint8Array[] =>
  sizes && chunk.length > 0
    ? Array.from(cut(toBytes(chunk), sizes), (piece) => piece.slice())
    : [toBytes(chunk)];

/** Feeds new objects with chunks, and asks. An error that is expected is what came. */
function feed(
  row: readonly Fed[],
  { begin, oneBuffer, refuses }: FedOptions,
): unknown[] {
  const eaters = new Map<string, Eater>();
  const came: unknown[] = [];
  for (const each of row) {
    const { to, number, mayThrow, sizes } = each;
    if (!eaters.has(to)) eaters.set(to, begin(number));
    const eater = eaters.get(to)!;
    const gave: unknown[] = [];
    const push = (piece: Uint8Array) => gave.push(eater.push(piece));
    try {
      if (oneBuffer) inOneBuffer(piecesOf(each), push);
      else piecesOf(each).forEach(push);
      came.push(sizes ? gave.flat() : gave[0]);
    } catch (error) {
      const isRefusal = refuses && isInstance(error, ERRORS[refuses]);
      if (!mayThrow && !isRefusal) throw error;
      came.push(error);
      if (!mayThrow) return came;
    }
  }
  return isAsked(row) ? [...came, (eaters.get("") ?? begin()).last()] : came;
}

/**
 * Where to look when the first call that gave something else than what is due
 * gave a value of another kind.
 */
function askOfKind(
  came: unknown,
  due: unknown,
  pushes: number,
  last: string,
): string | undefined {
  if (!Array.isArray(came) || !Array.isArray(due)) return;
  const at = due.findIndex((each, i) => !isEqual(came[i], each));
  const one = came[at];
  if (one instanceof Promise) return "is this function async, and must it be";
  if (at < pushes) return wrongKind(one, due[at], "the value of push()");
  return typeof one === "function"
    ? `is ${last} a method: it is read, and not called`
    : wrongKind(one, due[at], `the value of ${last}`);
}

/** The calls for a chunk: each piece of few, or all of many in one. */
function saidOf(fed: Fed): string[] {
  const pieces = piecesOf(fed);
  const said = fed.to && `decoder ${fed.to}: `;
  const call = (chunk: unknown) =>
    `${said}push(${isLong(chunk) ? longText(chunk) : literal(chunk)})`;
  return !fed.sizes
    ? [call(fed.chunk)]
    : pieces.length < 4 && pieces.every(({ length }) => length < SHOWN_WHOLE)
    ? pieces.map(call)
    : [`${call(fed.chunk)} in pieces of ${fed.sizes.join(", ")}`];
}

/**
 * Options of `values()` for rows that are transcripts of an object that is fed.
 * A row with `1 → a ← nothing 2 → b ← nothing` feeds two objects in turn. One
 * with an error, `→ a ← RangeError`, or with two objects asks nothing at the end.
 */
export function fed(
  options: FedOptions,
): FedValues {
  const { last, oneBuffer } = options;
  return {
    call: (...row) => feed(row, options),
    did: (...row) => {
      const made = row[0]?.made ? [row[0].made] : [];
      const end = isAsked(row) ? [last] : [];
      const said = [...made, ...row.flatMap(saidOf), ...end].join(", ");
      return oneBuffer ? `${said}, each chunk in the same buffer` : said;
    },
    show: (came) =>
      Array.isArray(came) ? came.map(shown).join(", ") : show(came),
    tells: (came, due, row) => askOfKind(came, due, row.length, last),
    line: (line) => {
      const read = readFed(line, last.replace("()", ""));
      return (words) => [...rowsOf(read(words), options)];
    },
  };
}

/** Hands out chunks as a server does that reads: all in one buffer, which the next read overwrites. */
function inOneBuffer(
  chunks: readonly Uint8Array[],
  push: (chunk: Uint8Array) => void,
): void {
  const longest = Math.max(0, ...chunks.map(({ length }) => length));
  const buffer = new Uint8Array(longest + 8);
  for (const chunk of chunks) {
    buffer.fill(0x2e).set(chunk, 3);
    push(buffer.subarray(3, 3 + chunk.length));
  }
  buffer.fill(0x2e);
}
