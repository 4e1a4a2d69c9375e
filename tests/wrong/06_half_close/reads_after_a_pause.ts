// Wrong: begins to read only when the first write is done, and waits for the second. Caught by: "sends 16 MB to a server that echoes while it reads"
import type { Endpoint } from "../../../workbook/endpoint.ts";
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

export async function exchange(
  server: Endpoint,
  request: Uint8Array,
): Promise<Uint8Array> {
  const conn = await Deno.connect({ ...server });
  try {
    const half = request.length >> 1;
    await writeAll(conn, request.subarray(0, half));
    const sending = writeAll(conn, request.subarray(half))
      .then(() => conn.closeWrite());
    const [reply] = await Promise.all([readAll(conn), sending]);
    return reply;
  } finally {
    conn.close();
  }
}
