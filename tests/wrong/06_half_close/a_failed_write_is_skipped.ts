// Wrong: goes on reading when a write fails, and throws the bytes away. Caught by: "leaves nothing open when a side goes away during a transfer"
export * from "../../../solutions/06_half_close.ts";

async function writeAll(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  for (let sent = 0; sent < data.length;) {
    sent += await conn.write(data.subarray(sent));
  }
}

async function carry(from: Deno.Conn, to: Deno.Conn): Promise<void> {
  const buffer = new Uint8Array(65536);
  try {
    for (let n = await from.read(buffer); n !== null;) {
      await writeAll(to, buffer.subarray(0, n)).catch(() => {});
      n = await from.read(buffer);
    }
  } catch {
    // Reset: this direction is over.
  }
  await to.closeWrite().catch(() => {});
}

export async function relay(a: Deno.Conn, b: Deno.Conn): Promise<void> {
  await Promise.all([carry(a, b), carry(b, a)]);
  a.close();
  b.close();
}
