/**
 * What a peer did, in words: for the report of a check.
 *
 * @module
 */
import { quoteBytes } from "./latin1.ts";
import { pattern } from "../../pattern.ts";

/** Bytes that were sent, and perhaps how: `in pieces of 1`. */
type Sent = readonly [bytes: Uint8Array, how: string];

/** What one peer did until now. Words are made only for a report. */
export class Deeds {
  #first?: Sent;
  #last?: Sent;
  #isEnded = false;
  #bytes = 0;

  /** How many bytes it sent. */
  get bytes(): number {
    return this.#bytes;
  }

  /** It sent something. */
  sent(bytes: Uint8Array, how = ""): void {
    this.#bytes += bytes.length;
    if (this.#first) this.#last = [bytes, how];
    else this.#first = [bytes, how];
  }

  /** It ended its direction. */
  ended(): void {
    this.#isEnded = true;
  }

  /** `client sends "GE", and later "T", and half-closes`: of several the first and the last. */
  told(name: string): string {
    const words = ([bytes, how]: Sent) =>
      `${quoteBytes(bytes)}${how && ` ${how}`}`;
    const said = [
      this.#first && `sends ${words(this.#first)}`,
      this.#last && `later ${words(this.#last)}`,
      this.#isEnded && "half-closes",
    ].filter(Boolean);
    // Of many clients the transcript has the numbers.
    return `${name.replace(pattern(/ \d+$/), "")} ${
      said.join(", and ") || "connects"
    }`;
  }
}
