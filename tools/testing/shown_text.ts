import { stripVTControlCharacters } from "node:util";

/** A program that shows nothing new for this long waits for something else than the test, on a busy machine too. In milliseconds. */
const QUIET_LIMIT = 30_000;

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
   * @throws {Error} If the program ends first, or shows nothing new for 30 seconds.
   */
  async shows(pattern: RegExp): Promise<void> {
    while (true) {
      const rest = this.text.slice(this.#seen);
      const match = rest.match(pattern);
      if (match) {
        this.#seen += match.index! + match[0].length;
        return;
      }
      if (!this.#over && await this.#more()) continue;
      const reason = this.#over
        ? "the program has ended"
        : `nothing new came for ${QUIET_LIMIT / 1000} s`;
      throw new Error(
        `Cannot find ${pattern} in what is shown: ${reason}; the rest is\n${rest}`,
      );
    }
  }

  /** Waits for more; `false` if none comes in time. */
  async #more(): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#wake = () => resolve(true);
    const timer = setTimeout(() => resolve(false), QUIET_LIMIT);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
    }
  }
}
