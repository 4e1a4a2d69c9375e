import type { Fault } from "./fault.ts";
import { pattern } from "../pattern.ts";

/** The beginning of a mark at the end of a text. */
const UNFINISHED = pattern(/\0[\w-]{0,36}(?: \d{0,6})?$/);

/** How many characters are kept of the beginning, for the learner, and of the end, for the reason of a crash. */
const KEPT = 4_000;

/**
 * What a program writes on its output before a piece of its work begins, so that
 * what is printed meanwhile can be told apart.
 *
 * @param word The word of this run: a submission does not know it.
 * @param piece Number of the piece.
 */
export function pieceMark(word: string, piece: number): string {
  return `\0${word} ${piece}\0`;
}

/** What the processes of a submission print: its beginning, its end, and how much it was. */
export class Output {
  /** The beginning. */
  text = "";
  /** The end. */
  tail = "";
  /** How many bytes were printed, on all streams together. */
  bytes = 0;
  readonly #limit: number;
  readonly #pieces = new Map<number, string>();

  /** @param limit How much a learner may want to read, in bytes. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** What is wrong with a program that did not end, if it printed more than anybody reads. By itself that is no fault. */
  get fault(): Fault | undefined {
    if (this.bytes <= this.#limit) return undefined;
    return {
      cause: "too-much-output",
      what:
        `the submission printed more than ${this.#limit} bytes, and did not end`,
      lookAt: "which loop prints, and does it end at end of stream",
    };
  }

  /** Whether the beginning is not all of it. */
  get isCut(): boolean {
    return this.text.length >= KEPT;
  }

  /** The beginning of what was printed during a piece of the work. */
  ofPiece(piece: number): string {
    return this.#pieces.get(piece) ?? "";
  }

  /**
   * Reads a stream to its end.
   *
   * @param stream Standard output or standard error of a process.
   * @param word The word of this run, which stands in its marks.
   * @param onText Called with each chunk.
   */
  async collect(
    stream: ReadableStream<Uint8Array>,
    word: string,
    onText: (text: string) => void,
  ): Promise<void> {
    const decoder = new TextDecoder();
    const mark = pattern(new RegExp(`\0${word} (\\d+)\0`, "g"));
    let piece: number | undefined;
    let held = "";
    const take = (text: string) => {
      if (text === "") return;
      this.text += text.slice(0, KEPT - this.text.length);
      this.tail = (this.tail + text).slice(-KEPT);
      if (piece !== undefined) {
        const before = this.#pieces.get(piece) ?? "";
        const more = text.slice(0, Math.max(0, KEPT - before.length));
        this.#pieces.set(piece, before + more);
      }
      onText(text);
    };
    for await (const chunk of stream) {
      this.bytes += chunk.length;
      const text = held + decoder.decode(chunk, { stream: true });
      let begin = 0;
      // Found one after the other: split() would ask the pattern at every character.
      for (let found; (found = mark.exec(text));) {
        take(text.slice(begin, found.index));
        piece = Number(found[1]);
        begin = mark.lastIndex;
      }
      // The last text may end inside a mark.
      held = UNFINISHED.exec(text.slice(begin))?.[0] ?? "";
      take(text.slice(begin, text.length - held.length));
    }
    take(held);
  }
}
