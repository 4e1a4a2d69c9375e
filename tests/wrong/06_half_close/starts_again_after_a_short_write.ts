// Wrong: a short write is followed by the whole answer again, not by its rest. Caught by: "answers a long text to a peer that reads late"
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
    const text = new TextDecoder().decode(await readAll(conn));
    const bytes = new TextEncoder().encode(text.toUpperCase());
    for (let sent = 0; sent < bytes.length;) {
      sent += await conn.write(bytes);
    }
  } finally {
    conn.close();
  }
}
