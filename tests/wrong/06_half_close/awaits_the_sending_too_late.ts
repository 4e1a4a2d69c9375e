// Wrong: awaits the sending after the reading, so nobody hears it fail when both do. Caught by: "leaves nothing open when the server goes away during the request"
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

async function sendToEnd(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  await writeAll(conn, data);
  await conn.closeWrite();
}

export async function exchange(
  server: Endpoint,
  request: Uint8Array,
): Promise<Uint8Array> {
  const { hostname, port } = server;
  const conn = await Deno.connect({ hostname, port });
  try {
    const sending = sendToEnd(conn, request);
    const reply = await readAll(conn);
    await sending;
    return reply;
  } finally {
    conn.close();
  }
}
