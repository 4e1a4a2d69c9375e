// Wrong: reads conn.readable to its end, which closes the sending direction too. Caught by: "sends the rest of the request after the reply has ended"
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
  const sending = writeAll(conn, request).then(() => conn.closeWrite());
  const [reply] = await Promise.all([
    new Response(conn.readable).bytes(),
    sending,
  ]);
  return reply;
}
