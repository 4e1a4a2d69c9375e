// Wrong: puts the answer into the array of the text, though capitals may be longer. Caught by: "upper-cases every letter, whatever its alphabet"
export * from "../../../solutions/06_half_close.ts";

async function writeAll(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  for (let sent = 0; sent < data.length;) {
    sent += await conn.write(data.subarray(sent));
  }
}

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
    const bytes = await readAll(conn);
    const upper = new TextDecoder().decode(bytes).toUpperCase();
    const { written } = new TextEncoder().encodeInto(upper, bytes);
    await writeAll(conn, bytes.subarray(0, written));
  } finally {
    conn.close();
  }
}
