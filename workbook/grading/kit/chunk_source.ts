/**
 * A source of chunks that a script rules: what it gives, and when; and what was
 * asked of it.
 *
 * @module
 */
import type { Action, Fact } from "./exchange.ts";
import { equal, expect } from "./expect.ts";
import { concat } from "./incoming.ts";
import type { Meter } from "./metered_conn.ts";
import { toBytes } from "./payload.ts";
import { viewOf } from "./view_of.ts";

/** A source that waits until the script gives it a chunk, or lets it end. */
export class ChunkSource implements AsyncIterable<Uint8Array> {
  readonly #name: string;
  readonly #did: () => string;
  readonly #chunks: Uint8Array[] = [];
  /** What comes after the last chunk; until then it thinks. */
  #over: (() => void) | undefined;
  #news = Promise.withResolvers<void>();
  /** Memory in which it gives every chunk, if it uses that again. */
  #memory: Uint8Array<ArrayBuffer> | undefined;
  #given = 0;
  #pulled = 0;
  #returns = 0;
  #limit = Infinity;
  #queue: Pick<Meter, "taken"> = { taken: 0 };
  /** How many bytes waited when a chunk was asked for too early: the first time. */
  #tooMany: number | undefined;
  /** One for all: who asks for the iterator again goes on where it is. */
  readonly #iterator: AsyncIterator<Uint8Array>;

  /**
   * @param name What lines of a script call it: `the source`.
   * @param did Tells the call that is judged.
   */
  constructor(name: string, did: () => string) {
    this.#name = name;
    this.#did = did;
    const next = () => this.#next();
    const iterator = {
      next() {
        if (this === iterator) return next();
        throw new TypeError("next() was called without its iterator");
      },
      return: () => {
        this.#returns++;
        return Promise.resolve({ value: undefined, done: true as const });
      },
    };
    this.#iterator = iterator;
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this.#iterator;
  }

  /** All bytes that it was told to give. */
  get bytes(): Uint8Array {
    return concat(this.#chunks);
  }

  /** Looks at each call of `next()`: with `limit` bytes pulled, and not taken by the queue, it comes too early. */
  watch(queue: Pick<Meter, "taken">, limit: number): void {
    this.#queue = queue;
    this.#limit = limit;
  }

  async #next(): Promise<IteratorResult<Uint8Array>> {
    const queued = this.#pulled - this.#queue.taken;
    if (queued >= this.#limit) this.#tooMany ??= queued;
    while (this.#given === this.#chunks.length && !this.#over) {
      this.#news = Promise.withResolvers();
      await this.#news.promise;
    }
    const chunk = this.#chunks[this.#given];
    if (!chunk) {
      this.#over!();
      return { value: undefined, done: true };
    }
    this.#given++;
    this.#pulled += chunk.length;
    this.#memory?.set(chunk);
    // As chunks may come: parts of a larger memory.
    return {
      value: this.#memory?.subarray(0, chunk.length) ?? viewOf(chunk, 4, 46),
    };
  }

  #give(more: unknown[]): void {
    this.#chunks.push(...more.flat().map(toBytes));
    this.#news.resolve();
  }

  #end(then = () => {}): void {
    this.#over = then;
    this.#news.resolve();
  }

  /** What scripts may compare. */
  get facts(): Record<string, Fact> {
    return {
      pulled: ([due]) =>
        equal(this.#pulled, Number(due), {
          did: `${this.#did()}, bytes asked of the source`,
        }),
      "pulled ahead": () =>
        expect(this.#tooMany === undefined, {
          cause: "too-early",
          did: this.#did(),
          what:
            `bytes pulled and not yet taken when a chunk was asked for: ${this.#tooMany}`,
          expected: `fewer than ${this.#limit} at that moment`,
        }),
      "return of the source": ([due]) =>
        equal(this.#returns > 0 ? "called" : "not called", due, {
          did: `${this.#did()}, the connection failed: return() of the source`,
        }),
    };
  }

  /** What scripts may let it do. */
  get actions(): Record<string, Action> {
    return {
      [`${this.#name} gives only …`]: (...more: unknown[]) => {
        this.#give(more);
        this.#end();
      },
      [`${this.#name} gives …`]: (...more: unknown[]) => this.#give(more),
      [`${this.#name} ends`]: () => this.#end(),
      [`${this.#name} fails with …`]: (error: unknown) =>
        this.#end(() => {
          throw error;
        }),
      [`${this.#name} has no return()`]: () => {
        delete this.#iterator.return;
      },
      [`${this.#name} uses its memory again`]: () => {
        this.#memory = new Uint8Array(6);
      },
    };
  }
}
