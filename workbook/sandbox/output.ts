import type { Fault } from "./fault.ts";
import { LIMITS } from "./limits.ts";

/** How many characters are kept for the learner. */
const KEPT = 4_000;

/** What the processes of a submission print: its beginning, and when it is too much. */
export class Printed {
  text = "";
  #bytes = 0;

  /**
   * Reads a stream to its end.
   *
   * @param onTooMuch Called with the fault when all that was printed, on every
   * stream so far, passes the limit.
   */
  async collect(
    stream: ReadableStream<Uint8Array>,
    onTooMuch: (fault: Fault) => void,
  ): Promise<void> {
    const decoder = new TextDecoder();
    for await (const chunk of stream) {
      this.#bytes += chunk.length;
      if (this.text.length < KEPT) {
        this.text += decoder.decode(chunk, { stream: true })
          .slice(0, KEPT - this.text.length);
      }
      if (this.#bytes <= LIMITS.outputBytes) continue;
      onTooMuch({
        cause: "too-much-output",
        what:
          `the submission printed more than ${LIMITS.outputBytes} bytes; that is the limit`,
        lookAt: "which loop prints, and does it end at end of stream",
      });
    }
  }
}
