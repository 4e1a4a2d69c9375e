import type { Fault } from "./fault.ts";

/** How many characters are kept of the beginning, for the learner, and of the end, for the reason of a crash. */
const KEPT = 4_000;

/** What the processes of a submission print: its beginning, its end, and how much it was. */
export class Output {
  /** The beginning. */
  text = "";
  /** The end. */
  tail = "";
  /** How many bytes were printed, on all streams together. */
  bytes = 0;
  readonly #limit: number;

  /** @param limit How much a learner may want to read, in bytes. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** What is wrong with a program that did not end, if it printed more than anybody reads. By itself that is no fault. */
  get fault(): Fault | undefined {
    if (this.bytes <= this.#limit) return;
    return {
      cause: "too-much-output",
      what:
        `the submission printed more than ${this.#limit} bytes, and did not end`,
      lookAt: "which loop prints, and does it end at end of stream",
    };
  }

  /**
   * Reads a stream to its end.
   *
   * @param stream Standard output or standard error of a process.
   * @param onText Called with each chunk.
   */
  async collect(
    stream: ReadableStream<Uint8Array>,
    onText: (text: string) => void,
  ): Promise<void> {
    const decoder = new TextDecoder();
    for await (const chunk of stream) {
      const text = decoder.decode(chunk, { stream: true });
      this.bytes += chunk.length;
      this.text += text.slice(0, KEPT - this.text.length);
      this.tail = (this.tail + text).slice(-KEPT);
      onText(text);
    }
  }
}
