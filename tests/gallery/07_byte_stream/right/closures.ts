export * from "../../../../solutions/07_byte_stream.ts";

export async function readExactly(
  conn: Deno.Conn,
  length: number,
  got = 0,
  all = new Uint8Array(length),
): Promise<Uint8Array | null> {
  if (got >= length) return all;
  const n = await conn.read(all.subarray(got));
  if (n !== null) return readExactly(conn, length, got + n, all);
  if (got) throw new RangeError("the stream ended inside");
  return null;
}

export function encodeFrame(payload: Uint8Array): Uint8Array {
  const { length } = payload;
  const all = new Uint8Array(length + 4);
  all.set(new Uint8Array(Uint32Array.of(length).buffer).reverse());
  all.set(payload, 4);
  return all;
}

export function LineDecoder(): {
  push(chunk: Uint8Array): string[];
  end(): string | null;
} {
  const decoder = new TextDecoder();
  let text = "";
  return {
    push(chunk) {
      text += decoder.decode(chunk, { stream: true });
      const found = text.match(/[^\n]*\n/g) ?? [];
      text = text.slice(found.join("").length);
      return found.map((line) => line.replace(/\r?\n$/, ""));
    },
    end: () => (text += decoder.decode()) === "" ? null : text,
  };
}
