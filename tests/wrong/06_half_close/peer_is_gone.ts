// Wrong: takes end of stream for a peer that is gone, and closes without an answer. Caught by: "answers in upper case after the end of stream"
export * from "../../../solutions/06_half_close.ts";

export async function answerAfterEof(conn: Deno.Conn): Promise<void> {
  const buffer = new Uint8Array(65536);
  try {
    while (await conn.read(buffer) !== null) { /* the peer still speaks */ }
  } finally {
    conn.close();
  }
}
