// Wrong: does not wait for the answer to be written before it closes. Caught by: "answers a long text to a peer that reads late"
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
    const text = new TextDecoder().decode(await readAll(conn));
    const answer = new TextEncoder().encode(text.toUpperCase());
    writeAll(conn, answer).catch(() => {});
  } finally {
    conn.close();
  }
}
