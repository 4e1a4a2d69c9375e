// Wrong: answers each chunk as it comes, before the end of stream. Caught by: "says nothing before the end of stream"
export * from "../../../solutions/06_half_close.ts";

async function writeAll(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  for (let sent = 0; sent < data.length;) {
    sent += await conn.write(data.subarray(sent));
  }
}

export async function answerAfterEof(conn: Deno.Conn): Promise<void> {
  const buffer = new Uint8Array(1024);
  const decoder = new TextDecoder();
  try {
    for (let n = await conn.read(buffer); n !== null;) {
      const text = decoder.decode(buffer.subarray(0, n), { stream: true });
      await writeAll(conn, new TextEncoder().encode(text.toUpperCase()));
      n = await conn.read(buffer);
    }
  } finally {
    conn.close();
  }
}
