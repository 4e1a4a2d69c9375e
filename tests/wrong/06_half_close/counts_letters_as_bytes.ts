// Wrong: compares the bytes that write() took with the number of letters. Caught by: "counts the bytes of the answer, not its letters"
export * from "../../../solutions/06_half_close.ts";

async function readAll(conn: Deno.Conn): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const buffer = new Uint8Array(65536);
  for (let n = await conn.read(buffer); n !== null;) {
    chunks.push(buffer.slice(0, n));
    n = await conn.read(buffer);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

export async function answerAfterEof(conn: Deno.Conn): Promise<void> {
  try {
    const text = new TextDecoder().decode(await readAll(conn)).toUpperCase();
    const bytes = new TextEncoder().encode(text);
    for (let sent = 0; sent < text.length;) {
      sent += await conn.write(bytes.subarray(sent));
    }
  } finally {
    conn.close();
  }
}
