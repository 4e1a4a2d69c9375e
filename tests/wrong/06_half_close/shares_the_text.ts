// Wrong: keeps the text in a variable that all connections share. Caught by: "answers two peers at once, each with its own text"
export * from "../../../solutions/06_half_close.ts";

async function writeAll(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  for (let sent = 0; sent < data.length;) {
    sent += await conn.write(data.subarray(sent));
  }
}

let received: number[] = [];

export async function answerAfterEof(conn: Deno.Conn): Promise<void> {
  const buffer = new Uint8Array(65536);
  try {
    for (let n = await conn.read(buffer); n !== null;) {
      for (const byte of buffer.subarray(0, n)) received.push(byte);
      n = await conn.read(buffer);
    }
    const text = new TextDecoder().decode(new Uint8Array(received));
    received = [];
    await writeAll(conn, new TextEncoder().encode(text.toUpperCase()));
  } finally {
    conn.close();
  }
}
