/**
 * A sequence of numbers that a seed decides. It is "mulberry32": small, and
 * good enough to choose sizes and delays. Not for secrets.
 */
export class Random {
  #state: number;

  /**
   * Begins a sequence.
   *
   * @param seed Any number; its lowest 32 bits count.
   */
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** The next 32 bits. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }

  /**
   * A whole number from `low` to `high`, both included.
   *
   * @param low The smallest.
   * @param high The largest.
   */
  integer(low: number, high: number): number {
    return low + this.next() % (high - low + 1);
  }

  /**
   * A number from `low` to just below `high`.
   *
   * @param low The smallest.
   * @param high The bound that is not reached, unless it equals `low`.
   */
  between(low: number, high: number): number {
    return low + (high - low) * this.next() / 2 ** 32;
  }

  /**
   * Whether something happens this time.
   *
   * @param probability From 0, never, to 1, always.
   */
  chance(probability: number): boolean {
    return this.next() < probability * 2 ** 32;
  }
}
