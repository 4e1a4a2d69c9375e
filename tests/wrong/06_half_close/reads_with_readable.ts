// Wrong: reads conn.readable to its end, which closes the connection before the answer. Caught by: "answers in upper case after the end of stream"
export * from "../../../solutions/06_half_close.ts";

async function writeAll(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  for (let sent = 0; sent < data.length;) {
    sent += await conn.write(data.subarray(sent));
  }
}

export async function answerAfterEof(conn: Deno.Conn): Promise<void> {
  const text = await new Response(conn.readable).text();
  await writeAll(conn, new TextEncoder().encode(text.toUpperCase()));
  conn.close();
}
