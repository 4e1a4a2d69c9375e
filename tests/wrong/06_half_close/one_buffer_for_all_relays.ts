// Wrong: keeps the buffers of both directions outside of the call: a second relay overwrites them. Caught by: "keeps two relays apart"
export * from "../../../solutions/06_half_close.ts";

const buffers = [new Uint8Array(65536), new Uint8Array(65536)];

async function writeAll(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  for (let sent = 0; sent < data.length;) {
    sent += await conn.write(data.subarray(sent));
  }
}

async function carry(
  from: Deno.Conn,
  to: Deno.Conn,
  buffer: Uint8Array,
): Promise<void> {
  for (let n = await from.read(buffer); n !== null;) {
    await writeAll(to, buffer.subarray(0, n));
    n = await from.read(buffer);
  }
  await to.closeWrite();
}

export async function relay(a: Deno.Conn, b: Deno.Conn): Promise<void> {
  try {
    await Promise.all([carry(a, b, buffers[0]), carry(b, a, buffers[1])]);
  } finally {
    a.close();
    b.close();
  }
}
