export {
  encodeFrame,
  LineDecoder,
  readExactly,
  startLineServer,
} from "../../../../solutions/07_byte_stream.ts";

export class FrameDecoder {
  #buf = new Uint8Array(1 << 18);
  #n = 0;
  #max: number;
  #bad?: RangeError;
  #at = 0;
  constructor(maxLength: number) {
    this.#max = maxLength;
  }
  push(chunk: Uint8Array): Uint8Array[] {
    if (this.#bad) throw this.#bad;
    if (this.#n + chunk.length > this.#buf.length) {
      if (this.#n - this.#at + chunk.length > this.#buf.length) {
        const b = new Uint8Array(2 * (this.#n + chunk.length));
        b.set(this.#buf.subarray(this.#at, this.#n));
        this.#buf = b;
      } else this.#buf.copyWithin(0, this.#at, this.#n);
      this.#n -= this.#at;
      this.#at = 0;
    }
    this.#buf.set(chunk, this.#n);
    this.#n += chunk.length;
    const out: Uint8Array[] = [];
    while (this.#n - this.#at >= 4) {
      const n = new DataView(this.#buf.buffer).getUint32(this.#at);
      if (n > this.#max) {
        throw this.#bad = new RangeError(`${n} is above ${this.#max}`);
      }
      if (this.#n - this.#at - 4 < n) break;
      out.push(this.#buf.subarray(this.#at + 4, this.#at + 4 + n));
      this.#at += 4 + n;
    }
    return out;
  }
  get pending(): number {
    return this.#n - this.#at;
  }
}
