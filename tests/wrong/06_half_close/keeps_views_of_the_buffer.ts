// Wrong: collects views of one buffer, which the next read overwrites. Caught by: "collects a reply that comes in pieces"
import type { Endpoint } from "../../../workbook/endpoint.ts";
export * from "../../../solutions/06_half_close.ts";

async function writeAll(conn: Deno.Conn, data: Uint8Array): Promise<void> {
  for (let sent = 0; sent < data.length;) {
    sent += await conn.write(data.subarray(sent));
  }
}

export async function exchange(
  server: Endpoint,
  request: Uint8Array,
): Promise<Uint8Array> {
  const conn = await Deno.connect({ ...server });
  const buffer = new Uint8Array(65536);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const reading = async () => {
    for (let n = await conn.read(buffer); n !== null;) {
      chunks.push(buffer.subarray(0, n));
      n = await conn.read(buffer);
    }
  };
  try {
    const sending = writeAll(conn, request).then(() => conn.closeWrite());
    await Promise.all([reading(), sending]);
    return new Uint8Array(await new Blob(chunks).arrayBuffer());
  } finally {
    conn.close();
  }
}
