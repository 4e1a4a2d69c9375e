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
import { literal } from "./literal.ts";
import { toBytes } from "./payload.ts";
import type { ValuesOptions } from "./values.ts";

/** An object that is fed. */
export interface Eater {
  push(chunk: Uint8Array): unknown;
  /** What is asked when it was fed. */
  last(): unknown;
}

/** How an object is fed, and how its rows are written. */
export interface FedOptions {
  begin(): Eater;
  /** What is asked at the end: `end()`, or `pending`. */
  last: string;
  /** What that gives if a row does not say it. */
  usual: unknown;
  /** Whether a text of a row stands for its bytes, as a chunk and as what is given. */
  bytes?: boolean;
  /** Whether all chunks come in one buffer, which the next one overwrites. */
  oneBuffer?: boolean;
  /** Where to look whatever the row asks, if what came tells. */
  tells?: ValuesOptions<unknown[], unknown>["tells"];
}

/** A chunk that is not simply fed: to one of several objects, or to be refused perhaps. */
interface Marked {
  to: string;
  mayThrow: boolean;
  chunk: string | Uint8Array;
}

/** An argument of a row: a chunk, marked or not. */
const marked = (each: unknown): Marked =>
  typeof each === "string" || isBytes(each)
    ? { to: "", mayThrow: false, chunk: each as string | Uint8Array }
    : each as Marked;

/** Payloads in full, and other values as they are shown elsewhere. */
const shown = (came: unknown): string =>
  Array.isArray(came) && came.some(isBytes)
    ? `[${came.map(show).join(", ")}]`
    : show(came);

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
    "error" in due ? `a ${due.error}` : shown(due.items);
  const isRight = (came: unknown, due: Gives) =>
    "error" in due
      ? isInstance(came, ERRORS[due.error])
      : isEqual(came, due.items);
  return such<unknown[]>(
    steps.map((dues) => dues.map(say).join(" or ")).join(", "),
    (came) =>
      came.length === steps.length &&
      steps.every((dues, i) => dues.some((due) => isRight(came[i], due))),
  );
}

/** The arguments of a row, and what is expected of each. */
function rowOf({ chunks, last }: FedRow, usual: unknown, bytes: boolean) {
  const asBytes = (each: unknown) =>
    bytes && typeof each === "string" ? toBytes(each) : each;
  const args = chunks.map(({ to, chunk, gives }) => {
    const mayThrow = gives.some((each) => "error" in each);
    const fed = asBytes(chunk) as Uint8Array;
    return to || mayThrow ? { to, mayThrow, chunk: fed } : fed;
  });
  const steps = chunks.map(({ gives }) =>
    gives.map((each): Gives =>
      "error" in each ? each : { items: each.items.map(asBytes) }
    )
  );
  const ends = (last ?? [usual]).map((items) => ({ items }) as never);
  return { args, steps: isAsked(args) ? [...steps, ends] : steps };
}

/** Whether the question at the end is asked: of one object that refuses nothing. */
const isAsked = (chunks: readonly unknown[]): boolean =>
  !chunks.some((each) => marked(each).to || marked(each).mayThrow);

/** Feeds new objects with chunks, and asks. An error that is expected is what came. */
function feed(
  chunks: unknown[],
  { begin, oneBuffer }: FedOptions,
): unknown[] {
  const eaters = new Map<string, Eater>();
  const all = chunks.map((each) => toBytes(marked(each).chunk));
  const came: unknown[] = [];
  const push = (chunk: Uint8Array) => {
    const { to, mayThrow } = marked(chunks[came.length]);
    if (!eaters.has(to)) eaters.set(to, begin());
    try {
      came.push(eaters.get(to)!.push(chunk));
    } catch (error) {
      if (!mayThrow) throw error;
      came.push(error);
    }
  };
  if (oneBuffer) inOneBuffer(all, push);
  else all.forEach(push);
  return isAsked(chunks) ? [...came, (eaters.get("") ?? begin()).last()] : came;
}

/**
 * Options of `values()` for rows that are transcripts of an object that is fed.
 * A row with `1 → a ← nothing 2 → b ← nothing` feeds two objects in turn. One
 * with an error, `→ a ← RangeError`, or with two objects asks nothing at the end.
 */
export function fed(
  options: FedOptions,
): ValuesOptions<unknown[], unknown> {
  const { last, usual, bytes = false, oneBuffer, tells } = options;
  return {
    tells,
    call: (...chunks) => feed(chunks, options),
    did: (...chunks) => {
      const pushes = chunks.map((each) => {
        const { to, chunk } = marked(each);
        return `${to && `decoder ${to}: `}push(${literal(chunk)})`;
      });
      const said = [...pushes, ...isAsked(chunks) ? [last] : []].join(", ");
      return oneBuffer ? `${said}, each chunk in the same buffer` : said;
    },
    show: (came) =>
      Array.isArray(came) ? came.map(shown).join(", ") : show(came),
    line: (line) => {
      const read = readFed(line, last.replace("()", ""));
      return (words) => {
        const { args, steps } = rowOf(read(words), usual, bytes);
        return [args, dueOf(steps)];
      };
    },
  };
}

/** Bytes cut into pieces, of these sizes in turn; the last is repeated. */
export function cut(bytes: Uint8Array, ...sizes: number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const size = sizes[Math.min(pieces.length, sizes.length - 1)];
    pieces.push(bytes.subarray(at, at += size));
  }
  return pieces;
}

/** Hands out chunks as a server does that reads: all in one buffer, which the next read overwrites. */
export function inOneBuffer(
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
