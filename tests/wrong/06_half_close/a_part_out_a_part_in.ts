// Wrong: reads a part of the reply after each part of a long request; a server that waits for the end has none. Caught by: "sends a long request to a server that answers after the end"
import type { Endpoint } from "../../../workbook/endpoint.ts";
export * from "../../../solutions/06_half_close.ts";

const PART = 65536;

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
  const { hostname, port } = server;
  const conn = await Deno.connect({ hostname, port });
  try {
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    const buffer = new Uint8Array(PART);
    let at = 0;
    for (; at + PART < request.length; at += PART) {
      await writeAll(conn, request.subarray(at, at + PART));
      const n = await conn.read(buffer);
      if (n !== null) chunks.push(buffer.slice(0, n));
    }
    await writeAll(conn, request.subarray(at));
    await conn.closeWrite();
    chunks.push(await readAll(conn));
    return new Uint8Array(await new Blob(chunks).arrayBuffer());
  } finally {
    conn.close();
  }
}
