// Wrong: asks for the capitals of Turkish, where i becomes İ. Caught by: "upper-cases every letter, whatever its alphabet"
export * from "../../../solutions/06_half_close.ts";

export async function answerAfterEof(conn: Deno.Conn): Promise<void> {
  try {
    const decoder = new TextDecoder();
    const buffer = new Uint8Array(65536);
    let text = "";
    for (let n = await conn.read(buffer); n !== null;) {
      text += decoder.decode(buffer.subarray(0, n), { stream: true });
      n = await conn.read(buffer);
    }
    text += decoder.decode();
    const bytes = new TextEncoder().encode(text.toLocaleUpperCase("tr"));
    for (let sent = 0; sent < bytes.length;) {
      sent += await conn.write(bytes.subarray(sent));
    }
  } finally {
    conn.close();
  }
}
