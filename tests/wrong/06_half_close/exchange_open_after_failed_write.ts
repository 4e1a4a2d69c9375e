// Wrong: closes when reading fails, but not when writing does. Caught by: "leaves nothing open when the server goes away during the request"
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
  let reply: Uint8Array = new Uint8Array();
  const sending = writeAll(conn, request).then(() => conn.closeWrite());
  sending.catch(() => {});
  try {
    reply = await readAll(conn);
  } catch (error) {
    conn.close();
    throw error;
  }
  await sending;
  conn.close();
  return reply;
}
