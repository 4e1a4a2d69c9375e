// Wrong: keeps the first 64 kB of the text. Caught by: "answers a long text to a peer that reads late"
export * from "../../../solutions/06_half_close.ts";

async function writeAll(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  for (let sent = 0; sent < data.length;) {
    sent += await conn.write(data.subarray(sent));
  }
}

export async function answerAfterEof(conn: Deno.Conn): Promise<void> {
  const buffer = new Uint8Array(65536);
  let length = 0;
  try {
    for (let n: number | null = 0; n !== null;) {
      length += n;
      if (length === buffer.length) break;
      n = await conn.read(buffer.subarray(length));
    }
    const text = new TextDecoder().decode(buffer.subarray(0, length));
    await writeAll(conn, new TextEncoder().encode(text.toUpperCase()));
  } finally {
    conn.close();
  }
}
