/**
 * Reads a row about an object that is fed with chunks, as a transcript:
 * `→ "a\nb" ← a → "c\n" ← bc   end = null`.
 *
 * @module
 */
import { either } from "./expectations.ts";
import { show } from "./expect.ts";
import { literal } from "./literal.ts";
import {
  type Payload,
  readPayload,
  resolve,
  Rest,
  toBytes,
  type Words,
} from "./payload.ts";
import { Unreadable } from "./template_lines.ts";
import type { ValuesOptions } from "./values.ts";

/** What a row feeds, and what is expected. */
export interface Fed {
  /** The chunks in turn: texts, or bytes. */
  chunks: Array<string | Uint8Array>;
  /** What each chunk gives: a list of texts, or of bytes. */
  gives: unknown[][];
  /** What is asked at the end, by its name: the values that are right. */
  facts: Record<string, unknown[]>;
}

const CONSTANTS: Record<string, unknown> = { null: null };

/** A value that is due: `null`, a number, a text, or bytes. */
function valueOf(payload: Payload, words: Words): unknown {
  const [only] = payload;
  if (payload.length === 1 && typeof only === "string") {
    if (Object.hasOwn(CONSTANTS, only)) return CONSTANTS[only];
    if (/^\d+$/.test(only)) return Number(only);
  }
  return resolve(payload, words);
}

/** Reads a chunk: texts and bytes beside each other, up to the arrow. */
function readChunk(rest: Rest): Payload {
  const payload: Payload = [];
  while (!rest.atEnd && !/^[→←]/u.test(rest.left)) {
    payload.push(...readPayload(rest));
  }
  if (payload.length === 0 || !rest.take(/←/u)) {
    throw new Unreadable(
      "a chunk is a text or bytes and what it gives; write → hello ← nothing",
    );
  }
  return payload;
}

/** Reads what a chunk gives: `a | "b c" | [ff]`, or `nothing`. */
function readGiven(rest: Rest): Payload[] {
  if (rest.take(/nothing(?= |$)/)) return [];
  const items = [];
  do {
    if (rest.atEnd) {
      throw new Unreadable("nothing stands after ← or |; write ← nothing");
    }
    items.push(readPayload(rest));
  } while (rest.take(/\|/));
  return items;
}

/**
 * Reads one row.
 *
 * @param line The row, without its question.
 * @param names What may be asked at the end: `end`, `pending`.
 * @returns The row, with the words of a check.
 * @throws {Unreadable} If it cannot be read: with what to write.
 */
export function readFed(
  line: string,
  names: readonly string[],
): (words: Words) => Fed {
  const rest = new Rest(line, []);
  const chunks: Payload[] = [];
  const gives: Payload[][] = [];
  const facts: Record<string, Payload[]> = {};
  while (!rest.atEnd) {
    if (rest.take(/→/u)) {
      chunks.push(readChunk(rest));
      gives.push(readGiven(rest));
      continue;
    }
    const name = rest.take(/\w+(?= *=)/);
    if (!name || !names.includes(name)) {
      throw new Unreadable(
        `"${rest.left}" is no step; write → a chunk ← what it gives, or ${
          names.map((name) => `${name} = value`).join(", ")
        }`,
      );
    }
    rest.take(/=/);
    facts[name] = [];
    do facts[name].push(readPayload(rest)); while (rest.take(/or(?= )/));
  }
  return (words) => {
    words.announce([...chunks, ...gives.flat()]);
    return {
      chunks: chunks.map((chunk) =>
        resolve(chunk, words) as string | Uint8Array
      ),
      gives: gives.map((items) => items.map((item) => resolve(item, words))),
      facts: Object.fromEntries(
        Object.entries(facts).map(([name, values]) => [
          name,
          values.map((value) => valueOf(value, words)),
        ]),
      ),
    };
  };
}

/** An object that is fed with chunks. */
export interface FedOptions {
  /** What is asked at the end: `end()`, or `pending`. */
  last: string;
  /** What that gives if a row does not say it. */
  usual: unknown;
  /** Whether a text of a row stands for its bytes, as chunk and as what is given. */
  bytes?: boolean;
  /** Feeds a new one with these chunks, and asks: what each gave, and the answer. */
  feed(chunks: Uint8Array[]): unknown[];
  /** Where to look whatever the row asks, if what came tells. */
  tells?: ValuesOptions<unknown[], unknown>["tells"];
}

/** Lists, and lists in lists, as a failure shows them. */
const shown = (came: unknown): string =>
  Array.isArray(came) ? `[${came.map(shown).join(", ")}]` : show(came);

/**
 * Options of `values()` for rows that are transcripts: `→ "a\nb" ← a   end = b`.
 */
export function fed(
  { last, usual, bytes = false, feed, tells }: FedOptions,
): ValuesOptions<unknown[], unknown> {
  const name = last.replace("()", "");
  const asBytes = (each: unknown) =>
    bytes && typeof each === "string" ? toBytes(each) : each;
  return {
    tells,
    call: (...chunks) => feed(chunks.map(toBytes)),
    did: (...chunks) =>
      [...chunks.map((each) => `push(${literal(each)})`), last].join(", "),
    show: (came) => (came as unknown[]).map(shown).join(", "),
    line: (line) => {
      const read = readFed(line, [name]);
      return (words) => {
        const { chunks, gives, facts } = read(words);
        const given = gives.map((items) => items.map(asBytes));
        const [due, ...others] = (facts[name] ?? [usual])
          .map((end) => [...given, end]);
        const expected = others.length > 0 ? either(due, ...others) : due;
        return [chunks.map(asBytes), expected];
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
  const longest = Math.max(...chunks.map(({ length }) => length));
  const buffer = new Uint8Array(longest + 8);
  for (const chunk of chunks) {
    buffer.fill(0x2e).set(chunk, 3);
    push(buffer.subarray(3, 3 + chunk.length));
  }
  buffer.fill(0x2e);
}
