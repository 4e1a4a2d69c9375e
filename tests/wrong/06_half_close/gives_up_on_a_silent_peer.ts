// Wrong: closes when the text has not ended within a second. Caught by: "waits for a peer that thinks"
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
  const patience = setTimeout(() => conn.close(), 1000);
  try {
    const text = new TextDecoder().decode(await readAll(conn));
    clearTimeout(patience);
    await writeAll(conn, new TextEncoder().encode(text.toUpperCase()));
  } finally {
    clearTimeout(patience);
    try {
      conn.close();
    } catch {
      // Closed by the timer.
    }
  }
}
