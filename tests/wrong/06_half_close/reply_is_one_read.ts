// Wrong: takes one read for the whole reply. Caught by: "collects a reply that comes in pieces"
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
  try {
    const sending = writeAll(conn, request).then(() => conn.closeWrite());
    const [n] = await Promise.all([conn.read(buffer), sending]);
    return buffer.slice(0, n ?? 0);
  } finally {
    conn.close();
  }
}
