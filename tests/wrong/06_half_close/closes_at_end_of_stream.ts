// Wrong: closes the other connection at end of stream instead of half-closing it. Caught by: "half-closes b when a ends, and still carries what b says"
export * from "../../../solutions/06_half_close.ts";

async function writeAll(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  for (let sent = 0; sent < data.length;) {
    sent += await conn.write(data.subarray(sent));
  }
}

async function carry(from: Deno.Conn, to: Deno.Conn): Promise<void> {
  const buffer = new Uint8Array(65536);
  for (let n = await from.read(buffer); n !== null;) {
    await writeAll(to, buffer.subarray(0, n));
    n = await from.read(buffer);
  }
  to.close();
}

export async function relay(a: Deno.Conn, b: Deno.Conn): Promise<void> {
  await Promise.all([carry(a, b), carry(b, a)]);
}
