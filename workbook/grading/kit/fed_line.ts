/**
 * Reads a row about an object that is fed with chunks:
 * `→ "a\nb" ← a → "c\n" ← bc   end = null`.
 *
 * @module
 */
import {
  type Payload,
  readPayload,
  resolve,
  Rest,
  type Words,
} from "./payload.ts";
import { refuseSlip, Unreadable } from "./template_lines.ts";
import { pattern } from "../../pattern.ts";

/** An error: its class, and what its message holds. */
interface Failure {
  error: string;
  says: string[];
}

/** What a chunk may give: these items, or an error. */
export type Gives = { items: unknown[] } | Failure;

/** One chunk of a row. */
export interface FedChunk {
  /** Which object gets it, if there are several: `1`. */
  to: string;
  /** A text, or bytes. */
  chunk: string | Uint8Array;
  /** In which pieces it is fed, if not as a whole: their sizes, or every way. */
  cut?: number[] | "anywhere";
  /** What it may give, all its pieces together: one of these. */
  gives: Gives[];
}

/** A row with the words of a check. */
export interface FedRow {
  /** How the object is made, if the row says it, and with which number. */
  made: string;
  number?: number;
  chunks: FedChunk[];
  /** What may be the answer at the end, if the row says it. */
  last?: unknown[];
}

/** What a chunk may give, as it is written. */
type Written = { items: Payload[] } | Failure;

/** What a chunk may give that is no text. */
const GIVEN = ["nothing", "Error", "RangeError", "TypeError", "SyntaxError"];

/** Reads a text, which is not almost one of these signs. */
function readText(rest: Rest, signs: readonly string[]): Payload {
  refuseSlip(rest.left.split(" ")[0], signs);
  return readPayload(rest);
}

/** A value that is due: `null`, a number, a text, or bytes. */
function valueOf(payload: Payload, words: Words): unknown {
  const [only] = payload;
  if (payload.length === 1 && only === "null") return null;
  if (typeof only === "string" && pattern(/^\d+$/).test(only)) {
    return Number(only);
  }
  return resolve(payload, words);
}

/** Reads how often what follows is repeated: `4000 times`. */
const readTimes = (rest: Rest): number =>
  parseInt(rest.take(pattern(/\d+ times(?= )/)) ?? "1");

/** How a chunk may be cut; in quotes it is a text. */
const CUT = pattern(/(?:in pieces of \d+(?:, \d+)*|cut anywhere)(?= ←)/u);

/** Reads a chunk: texts and bytes beside each other, up to the arrow. */
function readChunk(rest: Rest): { payload: Payload; cut: FedChunk["cut"] } {
  const times = readTimes(rest);
  const once: Payload = [];
  let cut: FedChunk["cut"];
  while (!rest.atEnd && !pattern(/^[→←]/u).test(rest.left)) {
    const how = rest.take(CUT);
    if (how) cut = how.match(pattern(/\d+/g))?.map(Number) ?? "anywhere";
    else once.push(...readPayload(rest));
  }
  const payload = Array.from({ length: times }, () => once).flat();
  if (payload.length === 0 || !rest.take(pattern(/←/u))) {
    throw new Unreadable(
      "a chunk is a text or bytes, and what it gives; write → hello ← nothing",
    );
  }
  return { payload, cut };
}

/** Reads what a chunk gives: `a | "b c" | [ff]`, `nothing`, or `RangeError "70000"`. */
function readGiven(rest: Rest): Written {
  if (rest.take(pattern(/nothing(?= |$)/))) return { items: [] };
  const error = rest.take(pattern(/(?:Range|Type|Syntax)?Error(?= |$)/));
  if (error) {
    const says = [];
    while (rest.left.startsWith('"')) says.push(`${readPayload(rest)}`);
    return { error, says };
  }
  const items: Payload[] = [];
  do {
    if (rest.atEnd) {
      throw new Unreadable("nothing stands after ← or |; write ← nothing");
    }
    const times = readTimes(rest);
    const item = readText(rest, GIVEN);
    items.push(...Array.from({ length: times }, () => item));
  } while (rest.take(pattern(/\|/)));
  return { items };
}

/** Reads one thing, or several with `or` between them. */
function readAny<T>(rest: Rest, read: (rest: Rest) => T): T[] {
  const all = [];
  do all.push(read(rest)); while (rest.take(pattern(/or(?= )/)));
  return all;
}

/**
 * Reads one row.
 *
 * @param line The row, without its question.
 * @param last What may be asked at the end: `end`, `pending`.
 * @returns The row, with the words of a check.
 * @throws {Unreadable} If it cannot be read: with what to write.
 */
export function readFed(
  line: string,
  last: string,
): (words: Words) => FedRow {
  const rest = new Rest(line, []);
  const made = rest.take(pattern(/new \w+\(\d+\)(?= →)/u)) ?? "";
  const chunks: Array<
    & { to: string; gives: Written[] }
    & ReturnType<typeof readChunk>
  > = [];
  let ends: Payload[] | undefined;
  while (!rest.atEnd) {
    const to = rest.take(pattern(/\d+(?= →)/u)) ?? "";
    if (rest.take(pattern(/→/u))) {
      chunks.push({ to, ...readChunk(rest), gives: readAny(rest, readGiven) });
    } else if (!ends && rest.take(pattern(new RegExp(`${last} *=`)))) {
      ends = readAny(rest, (rest) => readText(rest, ["null"]));
    } else {
      throw new Unreadable(
        `"${rest.left}" is no step; write → a chunk ← what it gives, or ${last} = value`,
      );
    }
  }
  return (words) => {
    words.announce(chunks.map(({ payload }) => payload));
    return {
      made,
      number: made ? parseInt(made.split("(")[1]) : undefined,
      chunks: chunks.map(({ to, payload, cut, gives }) => ({
        to,
        cut,
        chunk: resolve(payload, words) as string | Uint8Array,
        gives: gives.map((each) =>
          "error" in each
            ? each
            : { items: each.items.map((item) => resolve(item, words)) }
        ),
      })),
      last: ends?.map((each) => valueOf(each, words)),
    };
  };
}
