/**
 * Bytes that wait in a buffer, first in, first out. What is put in is kept as
 * it is; copies are made only where bytes of several pieces leave as one.
 */
export class ByteQueue {
  #chunks: Uint8Array[] = [];
  /** How many of them have left: to shift each out of a long array would move all others. */
  #gone = 0;
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
    const first = this.#chunks[this.#gone];
    if (first !== undefined && first.length >= count) {
      this.#leave(first, count);
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
      const first = this.#chunks[this.#gone];
      const count = Math.min(first.length, target.length - at);
      target.set(first.subarray(0, count), at);
      this.#leave(first, count);
      at += count;
    }
    return at;
  }

  /** So many bytes of the first chunk have left. */
  #leave(first: Uint8Array, count: number): void {
    this.#length -= count;
    if (count < first.length) {
      this.#chunks[this.#gone] = first.subarray(count);
    } else if (++this.#gone * 2 > this.#chunks.length) {
      this.#chunks.splice(0, this.#gone);
      this.#gone = 0;
    }
  }

  /** Throws everything away. */
  clear(): void {
    this.#chunks = [];
    this.#gone = 0;
    this.#length = 0;
  }
}
