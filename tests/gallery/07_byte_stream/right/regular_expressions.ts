// Right: splits at a pattern, and reads with a list of chunks.
export {
  encodeFrame,
  FrameDecoder,
  startLineServer,
} from "../../../../solutions/07_byte_stream.ts";

export class LineDecoder {
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  #text = "";

  push(chunk: Uint8Array): string[] {
    this.#text += this.#decoder.decode(chunk, { stream: true });
    const lines = this.#text.split(/\r?\n/);
    this.#text = lines.pop() ?? "";
    return lines;
  }

  end(): string | null {
    return (this.#text + this.#decoder.decode()) || null;
  }
}

export async function readExactly(
  conn: Deno.Conn,
  length: number,
): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let missing = length;
  while (missing > 0) {
    const chunk = new Uint8Array(Math.min(missing, 1000));
    const count = await conn.read(chunk);
    if (count === null) break;
    chunks.push(chunk.subarray(0, count));
    missing -= count;
  }
  if (missing === length && length > 0) return null;
  if (missing > 0) throw new Error(`${missing} bytes are missing`);
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
