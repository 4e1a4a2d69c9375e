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

/** What a chunk may give: these items, or an error of this class. */
export type Gives = { items: unknown[] } | { error: string };

/** One chunk of a row. */
export interface FedChunk {
  /** Which object gets it, if there are several: `1`. */
  to: string;
  /** A text, or bytes. */
  chunk: string | Uint8Array;
  /** What it may give: one of these. */
  gives: Gives[];
}

/** A row with the words of a check. */
export interface FedRow {
  chunks: FedChunk[];
  /** What may be the answer at the end, if the row says it. */
  last?: unknown[];
}

/** What a chunk may give, as it is written. */
type Written = { items: Payload[] } | { error: string };

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

/** Reads a chunk: texts and bytes beside each other, up to the arrow. */
function readChunk(rest: Rest): Payload {
  const payload: Payload = [];
  while (!rest.atEnd && !pattern(/^[→←]/u).test(rest.left)) {
    payload.push(...readPayload(rest));
  }
  if (payload.length === 0 || !rest.take(pattern(/←/u))) {
    throw new Unreadable(
      "a chunk is a text or bytes, and what it gives; write → hello ← nothing",
    );
  }
  return payload;
}

/** Reads what a chunk gives: `a | "b c" | [ff]`, `nothing`, or `RangeError`. */
function readGiven(rest: Rest): Written {
  if (rest.take(pattern(/nothing(?= |$)/))) return { items: [] };
  const error = rest.take(pattern(/(?:Range|Type|Syntax)?Error(?= |$)/));
  if (error) return { error };
  const items = [];
  do {
    if (rest.atEnd) {
      throw new Unreadable("nothing stands after ← or |; write ← nothing");
    }
    items.push(readText(rest, GIVEN));
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
  const chunks: Array<{ to: string; payload: Payload; gives: Written[] }> = [];
  let ends: Payload[] | undefined;
  while (!rest.atEnd) {
    const to = rest.take(pattern(/\d+(?= →)/u)) ?? "";
    if (rest.take(pattern(/→/u))) {
      const payload = readChunk(rest);
      chunks.push({ to, payload, gives: readAny(rest, readGiven) });
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
      chunks: chunks.map(({ to, payload, gives }) => ({
        to,
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
