// Right: gives the frames before a length that is too long, and refuses at the next call.
export {
  encodeFrame,
  LineDecoder,
  readExactly,
  startLineServer,
} from "../../../../solutions/07_byte_stream.ts";

export class FrameDecoder {
  #held: Uint8Array = new Uint8Array();
  readonly #maxLength: number;

  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  get pending(): number {
    return this.#held.byteLength;
  }

  push(chunk: Uint8Array): Uint8Array[] {
    const all = new Uint8Array(this.#held.length + chunk.length);
    all.set(this.#held);
    all.set(chunk, this.#held.length);
    this.#held = all;
    const frames = [...this.#take()];
    // What is held begins with the length that is refused, for ever.
    if (frames.length === 0) this.#check();
    return frames;
  }

  *#take(): Generator<Uint8Array> {
    while (this.#held.length >= 4) {
      const length = this.#length();
      if (length > this.#maxLength || this.#held.length < 4 + length) return;
      yield this.#held.slice(4, 4 + length);
      this.#held = this.#held.slice(4 + length);
    }
  }

  #length(): number {
    const { buffer, byteOffset } = this.#held;
    return new DataView(buffer, byteOffset, 4).getUint32(0);
  }

  #check(): void {
    if (this.#held.length < 4 || this.#length() <= this.#maxLength) return;
    throw new RangeError(
      `length ${this.#length()} > maxLength ${this.#maxLength}`,
    );
  }
}
