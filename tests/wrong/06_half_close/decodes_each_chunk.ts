// Wrong: makes text of each chunk alone, so a split character is lost. Caught by: "puts characters together that come byte by byte"
export * from "../../../solutions/06_half_close.ts";

async function writeAll(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  for (let sent = 0; sent < data.length;) {
    sent += await conn.write(data.subarray(sent));
  }
}

export async function answerAfterEof(conn: Deno.Conn): Promise<void> {
  const buffer = new Uint8Array(65536);
  let text = "";
  try {
    for (let n = await conn.read(buffer); n !== null;) {
      text += new TextDecoder().decode(buffer.subarray(0, n));
      n = await conn.read(buffer);
    }
    await writeAll(conn, new TextEncoder().encode(text.toUpperCase()));
  } finally {
    conn.close();
  }
}
