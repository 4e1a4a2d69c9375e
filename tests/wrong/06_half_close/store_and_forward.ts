// Wrong: collects all that a side says before it passes anything on. Caught by: "carries bytes in both directions"
export * from "../../../solutions/06_half_close.ts";

async function writeAll(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  for (let sent = 0; sent < data.length;) {
    sent += await conn.write(data.subarray(sent));
  }
}

async function readAll(conn: Deno.Conn): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const buffer = new Uint8Array(65536);
  for (let n = await conn.read(buffer); n !== null;) {
    chunks.push(buffer.slice(0, n));
    n = await conn.read(buffer);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

async function carry(from: Deno.Conn, to: Deno.Conn): Promise<void> {
  await writeAll(to, await readAll(from));
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
