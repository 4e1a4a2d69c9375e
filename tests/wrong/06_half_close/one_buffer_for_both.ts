// Wrong: reads both directions into one buffer. Caught by: "carries 16 MB both ways at once"
export * from "../../../solutions/06_half_close.ts";

async function writeAll(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  for (let sent = 0; sent < data.length;) {
    sent += await conn.write(data.subarray(sent));
  }
}

export async function relay(a: Deno.Conn, b: Deno.Conn): Promise<void> {
  const buffer = new Uint8Array(65536);
  const carry = async (from: Deno.Conn, to: Deno.Conn) => {
    for (let n = await from.read(buffer); n !== null;) {
      await writeAll(to, buffer.subarray(0, n));
      n = await from.read(buffer);
    }
    await to.closeWrite();
  };
  try {
    await Promise.all([carry(a, b), carry(b, a)]);
  } finally {
    a.close();
    b.close();
  }
}
