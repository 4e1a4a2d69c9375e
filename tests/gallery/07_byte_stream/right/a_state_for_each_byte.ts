export * from "../../../../solutions/07_byte_stream.ts";

export function encodeFrame(payload: Uint8Array): Uint8Array {
  const { length } = payload;
  const header = [24, 16, 8, 0].map((shift) => length >>> shift & 255);
  const frame = new Uint8Array(4 + length);
  frame.set(header);
  frame.set(payload, 4);
  return frame;
}

export class FrameDecoder {
  #length = 0;
  #headerBytes = 0;
  #payload?: Uint8Array;
  #filled = 0;
  #isRefused = false;

  constructor(readonly maxLength: number) {}

  get pending(): number {
    return this.#headerBytes + this.#filled;
  }

  push(chunk: Uint8Array): Uint8Array[] {
    const frames: Uint8Array[] = [];
    if (this.#isRefused) this.#refuse();
    for (const byte of chunk) {
      if (this.#payload) this.#payload[this.#filled++] = byte;
      else this.#header(byte);
      if (this.#payload && this.#filled === this.#length) {
        frames.push(this.#payload);
        this.#payload = undefined;
        this.#length = this.#filled = this.#headerBytes = 0;
      }
    }
    return frames;
  }

  #header(byte: number): void {
    this.#length = this.#length * 256 + byte;
    if (++this.#headerBytes < 4) return;
    if (this.#length > this.maxLength) this.#refuse();
    this.#payload = new Uint8Array(this.#length);
  }

  #refuse(): never {
    this.#isRefused = true;
    const { maxLength } = this;
    throw new RangeError(
      `A frame of ${
        this.#length.toLocaleString("en")
      } bytes, and no more than ${maxLength.toLocaleString("en")} are allowed`,
    );
  }
}
