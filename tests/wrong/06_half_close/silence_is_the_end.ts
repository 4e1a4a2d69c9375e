// Wrong: takes half a second without bytes for the end of the text. Caught by: "waits for a peer that thinks"
export * from "../../../solutions/06_half_close.ts";

async function writeAll(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  for (let sent = 0; sent < data.length;) {
    sent += await conn.write(data.subarray(sent));
  }
}

/** The next bytes, or null when none come. */
async function readSoon(
  conn: Deno.Conn,
  buffer: Uint8Array,
): Promise<number | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), 500);
  });
  const n = await Promise.race([conn.read(buffer), silence]);
  clearTimeout(timer);
  return n;
}

export async function answerAfterEof(conn: Deno.Conn): Promise<void> {
  try {
    const decoder = new TextDecoder();
    const buffer = new Uint8Array(65536);
    let text = "";
    for (let n = await readSoon(conn, buffer); n !== null;) {
      text += decoder.decode(buffer.subarray(0, n), { stream: true });
      n = await readSoon(conn, buffer);
    }
    await writeAll(conn, new TextEncoder().encode(text.toUpperCase()));
  } finally {
    conn.close();
  }
}
