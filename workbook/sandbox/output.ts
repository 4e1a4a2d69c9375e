import type { Fault } from "./fault.ts";

/** How many characters are kept of the beginning, for the learner, and of the end, for the reason of a crash. */
const KEPT = 4_000;

/** What the processes of a submission print: its beginning, its end, and when it is too much. */
export class Output {
  /** The beginning. */
  text = "";
  /** The end. */
  tail = "";
  readonly #limit: number;
  #bytes = 0;

  /** @param limit How much may be printed, in bytes, on all streams together. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * Reads a stream to its end.
   *
   * @param stream Standard output or standard error of a process.
   * @param onText Called with each chunk.
   * @param onTooMuch Called with the fault once the limit is passed.
   */
  async collect(
    stream: ReadableStream<Uint8Array>,
    onText: (text: string) => void,
    onTooMuch: (fault: Fault) => void,
  ): Promise<void> {
    const decoder = new TextDecoder();
    for await (const chunk of stream) {
      const text = decoder.decode(chunk, { stream: true });
      this.#bytes += chunk.length;
      this.text += text.slice(0, KEPT - this.text.length);
      this.tail = (this.tail + text).slice(-KEPT);
      onText(text);
      if (this.#bytes <= this.#limit) continue;
      onTooMuch({
        cause: "too-much-output",
        what:
          `the submission printed more than ${this.#limit} bytes; that is the limit`,
        lookAt: "which loop prints, and does it end at end of stream",
      });
    }
  }
}
