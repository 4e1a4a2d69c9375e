// Wrong: takes a read that did not fill the buffer for the last one. Caught by: "says nothing before the end of stream"
export * from "../../../solutions/06_half_close.ts";

async function writeAll(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  for (let sent = 0; sent < data.length;) {
    sent += await conn.write(data.subarray(sent));
  }
}

export async function answerAfterEof(conn: Deno.Conn): Promise<void> {
  const buffer = new Uint8Array(65536);
  const decoder = new TextDecoder();
  let text = "";
  try {
    while (true) {
      const n = await conn.read(buffer);
      if (n === null) break;
      text += decoder.decode(buffer.subarray(0, n), { stream: true });
      if (n < buffer.length) break;
    }
    await writeAll(conn, new TextEncoder().encode(text.toUpperCase()));
  } finally {
    conn.close();
  }
}
