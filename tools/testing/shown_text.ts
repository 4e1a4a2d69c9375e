import { stripVTControlCharacters } from "node:util";
import { HANG_MS } from "./hang.ts";

/** What a program shows, as it comes, and the waiting for it. */
export class ShownText {
  /** All of it, as it was written. */
  raw = "";
  /** How much of the text earlier waits have found. */
  #seen = 0;
  #over = false;
  #wake = () => {};

  /** All of it, without escape sequences. */
  get text(): string {
    return stripVTControlCharacters(this.raw).replaceAll("\r", "");
  }

  /**
   * Takes all that comes.
   *
   * @param stream The output of the program.
   * @param each Called with every piece.
   */
  async follow(
    stream: ReadableStream<Uint8Array<ArrayBuffer>>,
    each: (text: string) => void = () => {},
  ): Promise<void> {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      this.raw += text;
      each(text);
      this.#wake();
    }
    this.#over = true;
    this.#wake();
  }

  /**
   * Waits until something has been shown.
   *
   * @param pattern What, after what an earlier wait has found.
   * @returns What was found.
   * @throws {Error} If the program ends first, or shows nothing new for {@linkcode HANG_MS}.
   */
  async shows(pattern: RegExp): Promise<string> {
    while (true) {
      const rest = this.text.slice(this.#seen);
      const match = rest.match(pattern);
      if (match) {
        this.#seen += match.index! + match[0].length;
        return match[0];
      }
      if (!this.#over && await this.#more()) continue;
      const reason = this.#over
        ? "the program has ended"
        : `nothing new came for ${HANG_MS / 1000} s`;
      throw new Error(
        `Cannot find ${pattern} in what is shown: ${reason}; the rest is\n${rest}`,
      );
    }
  }

  /** Waits for more; `false` if none comes in time. */
  async #more(): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#wake = () => resolve(true);
    const timer = setTimeout(() => resolve(false), HANG_MS);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
    }
  }
}
