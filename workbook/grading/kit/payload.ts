/**
 * What a script sends, expects or compares: words, quoted texts, bytes, and
 * what the grader put in.
 *
 * @module
 */
import { concat } from "./incoming.ts";
import * as random from "./random.ts";
import { pattern } from "../../pattern.ts";

/** One part: text, bytes, a random word by its name, or a value of the grader. */
export type Part =
  | string
  | Uint8Array
  | { word: string; length?: number }
  | { given: unknown };

/** What may stand in `${…}`: a value, or a function that gets the words of the check. */
export type InScript =
  | string
  | number
  | boolean
  | null
  | undefined
  | object
  | ((words: Record<string, string>) => unknown);

/** Parts that belong together. */
export type Payload = Part[];

/** What is left of a line while it is read. */
export class Rest {
  #text: string;
  /** What stands in `${…}`, by its number. */
  readonly given: readonly unknown[];

  constructor(text: string, given: readonly unknown[]) {
    this.#text = text;
    this.given = given;
  }

  /** The text that was not read yet. */
  get left(): string {
    return this.#text;
  }

  /** Whether all of it was read. */
  get atEnd(): boolean {
    return this.#text === "";
  }

  /**
   * Reads what matches here, and the blanks after it.
   *
   * @param form What; with the flag `y` it is not looked for behind this place.
   */
  take(form: RegExp): string | undefined {
    form.lastIndex = 0;
    const match = form.exec(this.#text);
    if (!match || match.index > 0) return;
    let at = match[0].length;
    while (this.#text[at] === " ") at++;
    this.#text = this.#text.slice(at);
    return match[0];
  }
}

const ESCAPES: Record<string, string> = {
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  0: "\0",
};

/** What an escape of a quoted text stands for: `\n`, `\x0a`, `\u{1f642}`. */
function unescape(text: string): string {
  return text.replace(
    pattern(/\\(?:x([\da-f]{2})|u([\da-f]{4})|u\{([\da-f]+)\}|(.))/gi),
    (_, byte, unit, point, character) =>
      character === undefined
        ? String.fromCodePoint(parseInt(byte ?? unit ?? point, 16))
        : ESCAPES[character] ?? character,
  );
}

/** What a text is made of: escapes, words, and all the rest. */
const TOKENS = pattern(
  /(?<escape>\\u\{[\da-f]+\}|\\.)|\{(?<word>\w+(?: \d+)?)(?::(?<length>\d+))?\}|(?<brace>[{}])|(?<plain>[^\\{}]+)/giu,
);

/** What a text that is nothing but a text has nowhere. */
const TOKEN_SIGN = pattern(/[\\{}]/);

/** A text with words in it. */
function readText(text: string): Part[] {
  if (!TOKEN_SIGN.test(text)) return text ? [text] : [];
  const parts: Part[] = [];
  let plain = "";
  for (const { 0: token, groups = {} } of text.matchAll(TOKENS)) {
    const { word, length, brace } = groups;
    if (brace) {
      throw new RangeError(
        `"${brace}" begins or ends no word; write {a}, {a:12}, or \\${brace} for the sign`,
      );
    }
    if (!word) {
      plain += token;
      continue;
    }
    if (plain) parts.push(unescape(plain));
    plain = "";
    parts.push({ word, length: length ? Number(length) : undefined });
  }
  return plain ? [...parts, unescape(plain)] : parts;
}

/** Reads bytes: `[0a ff]`. */
function readBytes(rest: Rest): Uint8Array {
  const text = rest.take(pattern(/\[[^\]]*\]/));
  if (!text) {
    throw new RangeError(`the ] of "${rest.left}" is missing; write [0a ff]`);
  }
  const digits = text.replace(pattern(/[[\] ]/g), "");
  if (digits.length % 2 || pattern(/[^\da-f]/i).test(digits)) {
    throw new RangeError(
      `${text} holds no bytes; write two hexadecimal digits for each: [0a ff]`,
    );
  }
  return Uint8Array.fromHex(digits);
}

/** What stands in `${…}`. */
const GIVEN = pattern(/\ue000\d+\ue000/y);
/** A text in quotes. */
const QUOTED = pattern(/"(?:\\.|[^"\\])*"/y);
/** A text without blanks. */
const WORD = pattern(/(?:\{\w+(?: \d+)?(?::\d+)?\}|[^\s→←])+/uy);
/** One item of several. */
const ITEM = pattern(/[^|]+/y);
/** What stands between two. */
const BAR = pattern(/\|/y);

/** Reads quoted texts, bytes and values; nothing if something else stands here. */
function readMarked(rest: Rest): Payload | undefined {
  const given = rest.left.startsWith("\ue000") ? rest.take(GIVEN) : undefined;
  if (given) return [{ given: rest.given[Number(given.slice(1, -1))] }];
  if (rest.left.startsWith("[")) return [readBytes(rest)];
  if (rest.left.startsWith('"')) {
    const text = rest.take(QUOTED);
    if (!text) {
      throw new RangeError(`the second " of ${rest.left} is missing`);
    }
    return text === '""' ? [""] : readText(text.slice(1, -1));
  }
}

/** Reads one text without blanks, a quoted one, bytes, or a value. */
export function readPayload(rest: Rest): Payload {
  const marked = readMarked(rest);
  if (marked) return marked;
  const text = rest.take(WORD);
  if (!text) throw new RangeError(`"${rest.left}" is no text`);
  return readText(text);
}

/** Reads the items of a fact: `{a} | exit | "two words"`. None without a text. */
export function readItems(rest: Rest): Payload[] {
  const items: Payload[] = [];
  while (!rest.atEnd) {
    const item = readMarked(rest) ??
      readText(rest.take(ITEM)?.trim() ?? "");
    if (item.length === 0) {
      throw new RangeError(
        'an item is missing beside |; write "" for an empty text',
      );
    }
    items.push(item);
    if (rest.atEnd) break;
    if (!rest.take(BAR)) {
      throw new RangeError(
        `"${rest.left}" follows an item; write | between them`,
      );
    }
    if (rest.atEnd) {
      throw new RangeError(
        'an item is missing beside |; write "" for an empty text',
      );
    }
  }
  return items;
}

/** The random words of one check, by their names: made when they are first named. */
export class Words {
  readonly #words = new Map<string, string>();
  readonly #lengths = new Map<string, number>();

  /** The words of some payloads; their lengths are known before anybody names them. */
  announce(payloads: Payload[]): void {
    for (const part of payloads.flat()) {
      if (typeof part !== "object" || !("word" in part) || !part.length) {
        continue;
      }
      this.#lengths.set(part.word, part.length);
    }
  }

  /** The word of a name. */
  get(name: string): string {
    let word = this.#words.get(name);
    if (word === undefined) {
      word = random.word(this.#lengths.get(name));
      this.#words.set(name, word);
    }
    return word;
  }

  /** The names so far. */
  get names(): Iterable<string> {
    return this.#words.keys();
  }

  /** As an object with a field for each word: `({ q, r }) => …`. */
  readonly all: Record<string, string> = this.of();

  /** The same for one of several calls: its `q` is `q 2`. */
  of(nth?: number): Record<string, string> {
    return new Proxy({}, {
      get: (_, name) => this.get(nth ? `${String(name)} ${nth}` : String(name)),
    });
  }
}

/**
 * What a payload is in this check: a text, bytes, or whatever the grader put in.
 * A function that the grader put in is called with the words.
 */
export function resolve(payload: Payload, words: Words): unknown {
  const values = payload.map((part) => {
    if (typeof part === "string" || part instanceof Uint8Array) return part;
    if ("word" in part) return words.get(part.word);
    return typeof part.given === "function"
      ? part.given(words.all)
      : part.given;
  });
  if (values.length === 1) return values[0];
  if (values.every((value) => typeof value === "string")) {
    return values.join("");
  }
  return concat(values.map(toBytes));
}

/** Bytes of what is sent. */
export function toBytes(value: unknown): Uint8Array {
  return value instanceof Uint8Array
    ? value
    : new TextEncoder().encode(String(value));
}
