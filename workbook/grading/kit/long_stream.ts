/**
 * A stream of gigabytes, which nobody has to send or to keep.
 *
 * @module
 */
import type { Action, Fact } from "./exchange.ts";
import { equal } from "./expect.ts";
import type { Played } from "./running_scene.ts";

/** More than 32 bits can count. */
const MOST_BYTES = 4_400_000_000;
/** A small buffer is done with its stream soon, also one that is printed at each read. */
const MOST_READS = 70_000;

/** What the reads of `conn` give in a scene: each fills its buffer, until the stream ends. */
export class LongStream {
  readonly #one: Played;
  #unread = 0;
  /** How long it is: known when it is read for the first time. */
  bytes = NaN;

  constructor(one: Played) {
    this.#one = one;
  }

  #read(buffer: Uint8Array): number | null {
    if (isNaN(this.bytes)) {
      this.bytes = Math.min(MOST_BYTES, MOST_READS * buffer.length);
      this.#unread = this.bytes;
    }
    const n = Math.min(this.#unread, buffer.length);
    this.#unread -= n;
    return n > 0 ? n : null;
  }

  readonly facts: Record<string, Fact> = {
    // None, if nobody reads by read().
    unread: ([due]) =>
      equal(this.#unread, Number(due), {
        did: `${this.#one.stage.did}, bytes that it left unread`,
      }),
  };

  readonly actions: Record<string, Action> = {
    "each read fills its buffer, up to the end of the stream": async () => {
      const { conn } = await this.#one.stage.ends();
      Object.defineProperty(conn, "read", {
        value: (buffer: Uint8Array) => Promise.resolve(this.#read(buffer)),
      });
    },
  };
}
