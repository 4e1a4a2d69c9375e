// Wrong: does not await its writes, so the next one may begin before the rest of the last. Caught by: "waits for a slow reader without stopping the other direction"
export * from "../../../solutions/06_half_close.ts";

async function writeAll(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  for (let sent = 0; sent < data.length;) {
    sent += await conn.write(data.subarray(sent));
  }
}

async function carry(from: Deno.Conn, to: Deno.Conn): Promise<void> {
  const buffer = new Uint8Array(65536);
  for (let n = await from.read(buffer); n !== null;) {
    writeAll(to, buffer.slice(0, n));
    n = await from.read(buffer);
  }
  await to.closeWrite();
}

export async function relay(a: Deno.Conn, b: Deno.Conn): Promise<void> {
  try {
    await Promise.all([carry(a, b), carry(b, a)]);
  } finally {
    a.close();
    b.close();
  }
}
