/**
 * Bytes that wait in a buffer, first in, first out. What is put in is kept as
 * it is; copies are made only where bytes of several pieces leave as one.
 */
export class ByteQueue {
  #chunks: Uint8Array[] = [];
  #length = 0;

  /** How many bytes wait. */
  get length(): number {
    return this.#length;
  }

  /** Puts bytes in, without a copy: the caller must not change them later. */
  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#chunks.push(bytes);
    this.#length += bytes.length;
  }

  /**
   * Takes bytes out in one piece.
   *
   * @param count How many, at most {@linkcode length}.
   */
  take(count: number): Uint8Array {
    const [first] = this.#chunks;
    if (first !== undefined && first.length >= count) {
      if (first.length === count) this.#chunks.shift();
      else this.#chunks[0] = first.subarray(count);
      this.#length -= count;
      return first.subarray(0, count);
    }
    const all = new Uint8Array(count);
    this.readInto(all);
    return all;
  }

  /**
   * Takes bytes out into an array.
   *
   * @returns How many there were: `target.length`, or fewer.
   */
  readInto(target: Uint8Array): number {
    let at = 0;
    while (at < target.length && this.#length > 0) {
      const [first] = this.#chunks;
      const count = Math.min(first.length, target.length - at);
      target.set(first.subarray(0, count), at);
      if (count === first.length) this.#chunks.shift();
      else this.#chunks[0] = first.subarray(count);
      at += count;
      this.#length -= count;
    }
    return at;
  }

  /** Throws everything away. */
  clear(): void {
    this.#chunks = [];
    this.#length = 0;
  }
}
