// Wrong: waits for a's next chunk before it reads b again. Caught by: "carries what b says while a is silent"
export * from "../../../solutions/06_half_close.ts";

async function writeAll(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  for (let sent = 0; sent < data.length;) {
    sent += await conn.write(data.subarray(sent));
  }
}

export async function relay(a: Deno.Conn, b: Deno.Conn): Promise<void> {
  const buffer = new Uint8Array(65536);
  const open = new Set([a, b]);
  try {
    while (open.size > 0) {
      for (const [from, to] of [[a, b], [b, a]]) {
        if (!open.has(from)) continue;
        const n = await from.read(buffer);
        if (n !== null) {
          await writeAll(to, buffer.subarray(0, n));
          continue;
        }
        open.delete(from);
        await to.closeWrite();
      }
    }
  } finally {
    a.close();
    b.close();
  }
}
