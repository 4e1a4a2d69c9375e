/**
 * What a server of the lessons logs: a line for each chunk, and one at the end
 * of each stream.
 *
 * @module
 */
import { counted } from "../../counted.ts";
import { type Fault, Wrong } from "../../sandbox/fault.ts";
import { LIMITS } from "../../sandbox/limits.ts";
import { whereToLook } from "./check_context.ts";
import { expect, show } from "./expect.ts";
import { eventually } from "./waiting.ts";
import { pattern } from "../../pattern.ts";

/** How the lines of a log begin. */
export interface LogForm {
  /** Stands before the text of each chunk: `Server recv: `. */
  chunk: string;
  /** The line at the end of a stream: `Client quit!!!`. */
  quit: string;
  /** What is logged and answered: a `chunk`, if not said otherwise. */
  unit?: string;
}

/** A text in quotes, cut after 60 characters. An accent of its own is told from one that is part of a letter. */
export function shorten(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)} …` : text)
    .replace(
      pattern(/\p{M}/gu),
      (mark) => `\\u{${mark.codePointAt(0)!.toString(16)}}`,
    );
}

/** From which character on two texts are shown: both would be cut before they differ. */
function shownFrom(came: string, due: string): number {
  let at = 0;
  while (at < due.length && came[at] === due[at]) at++;
  return at < 40 ? 0 : at - 8;
}

/** Collects what a server logs. */
export class Log {
  readonly lines: string[] = [];
  /** How many of them are texts of chunks: counted, since it is asked again and again. */
  #said = 0;
  readonly #form: LogForm & { unit: string };

  constructor(form: LogForm) {
    this.#form = { unit: "chunk", ...form };
  }

  /** What a server calls with each line. */
  readonly add = (line: string) => {
    // A loop that never ends must not fill the memory before it is reported.
    if (this.lines.length >= 1_000_000) return;
    // An object would answer with methods of its own.
    const text = typeof line === "string" ? line : show(line);
    this.lines.push(text);
    if (text.startsWith(this.#form.chunk)) this.#said++;
  };

  /** The text of each chunk, in order. */
  get chunks(): string[] {
    const { chunk } = this.#form;
    return this.lines.filter((line) => line.startsWith(chunk))
      .map((line) => line.slice(chunk.length));
  }

  /** How many streams ended. */
  get quits(): number {
    return this.lines.filter((line) => line === this.#form.quit).length;
  }

  /** Expects one line for each chunk. A line may be logged after the reply to it was sent. */
  async expectChunks(count: number, question?: string): Promise<string[]> {
    const { unit } = this.#form;
    const fault = (expected: string, lookAt: string): Fault => ({
      cause: "wrong-value",
      what: `${counted(count, unit)} ${
        count === 1 ? "was" : "were"
      } answered, ${this.#said} logged`,
      expected,
      came: this.#shown(),
      // Without a line at all the question of the check comes too early.
      lookAt: this.lines.length > 0 && question || lookAt,
    });
    await eventually(
      () => this.#said >= count,
      LIMITS.replyMs,
      () =>
        fault(
          `one line "${this.#form.chunk}<text>" for each ${unit}`,
          `is log() called for each ${unit}, with the prefix letter for letter`,
        ),
    );
    if (this.#said > count) {
      throw new Wrong(fault(
        `one line for each ${unit}, one reply for each ${unit}`,
        `how often is log() called for one ${unit === "chunk" ? "read" : unit}`,
      ));
    }
    return this.chunks;
  }

  /** Expects exactly these chunks. */
  async expectExactly(chunks: string[], lookAt?: string): Promise<void> {
    const question = lookAt ?? whereToLook();
    const came = await this.expectChunks(chunks.length, question);
    const at = chunks.findIndex((chunk, i) => chunk !== came[i]);
    if (at < 0) return;
    const [due, line] = [chunks[at], came[at]].map((chunk) =>
      this.#form.chunk + chunk
    );
    const from = shownFrom(line, due);
    throw new Wrong({
      cause: "wrong-value",
      what: `line ${at + 1} of the log is another one` +
        (from > 0 ? `: it differs from character ${from + 8} on` : ""),
      expected: shorten(due.slice(from)),
      came: shorten(line.slice(from)),
      lookAt,
    });
  }

  /** Expects that the chunks, joined, are this text. */
  async expectText(
    text: string,
    count: number,
    lookAt?: string,
  ): Promise<void> {
    const joined = (await this.expectChunks(count)).join("");
    if (joined === text || isSplit(joined, text)) return;
    const from = shownFrom(joined, text);
    throw new Wrong({
      cause: "wrong-value",
      what: `the logged ${this.#form.unit}s, joined, are not what was sent` +
        (from > 0 ? `: they differ from character ${from + 8} on` : ""),
      expected: shorten(text.slice(from)),
      came: shorten(joined.slice(from)),
      lookAt,
    });
  }

  /** Expects the quit line this many times. */
  async expectQuits(count: number): Promise<void> {
    const fault = (): Fault => ({
      cause: "wrong-value",
      expected: `"${this.#form.quit}" ${
        count === 1 ? "once" : `${count} times`
      }`,
      came: `${this.quits} times; ${this.#shown()}`,
    });
    await eventually(() => this.quits >= count, LIMITS.replyMs, fault);
    expect(this.quits === count, fault());
  }

  #shown(): string {
    const { length } = this.lines;
    if (length === 0) return "no line at all";
    const first = this.lines.slice(0, 3).map((line) => shorten(line));
    return `${first.join(", ")}${length > 3 ? `, and ${length - 3} more` : ""}`;
  }
}

/**
 * Whether a text is another one, whose characters beyond ASCII may each have
 * become U+FFFD, because reads split them. Without a pattern: one as long as a
 * long message is too large for the runtime.
 */
function isSplit(came: string, text: string): boolean {
  // Where in what came the characters so far may end.
  let ends = new Set([0]);
  for (const character of text) {
    const next = new Set<number>();
    for (const end of ends) {
      if (came.startsWith(character, end)) next.add(end + character.length);
      if (character < "\x80") continue;
      // UTF-8 has at most four bytes for a character.
      for (let n = 0; n < 4 && came[end + n] === "\ufffd"; n++) {
        next.add(end + n + 1);
      }
    }
    if (next.size === 0) return false;
    ends = next;
  }
  return ends.has(came.length);
}
