// Wrong: closes from a timer, after its promise has resolved. Caught by: "resolves when its connection is closed"
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
    const [reply] = await Promise.all([
      readAll(conn),
      sendToEnd(conn, request),
    ]);
    return reply;
  } finally {
    setTimeout(() => conn.close(), 20);
  }
}
