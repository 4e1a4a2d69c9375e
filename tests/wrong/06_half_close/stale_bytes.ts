// Wrong: decodes the whole buffer, not only the bytes that were read. Caught by: "answers in upper case after the end of stream"
export * from "../../../solutions/06_half_close.ts";

async function writeAll(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  for (let sent = 0; sent < data.length;) {
    sent += await conn.write(data.subarray(sent));
  }
}

export async function answerAfterEof(conn: Deno.Conn): Promise<void> {
  const buffer = new Uint8Array(1024);
  const decoder = new TextDecoder();
  let text = "";
  try {
    while (await conn.read(buffer) !== null) {
      text += decoder.decode(buffer, { stream: true });
    }
    await writeAll(conn, new TextEncoder().encode(text.toUpperCase()));
  } finally {
    conn.close();
  }
}
