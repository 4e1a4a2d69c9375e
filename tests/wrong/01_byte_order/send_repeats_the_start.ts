// Wrong: sendHeader writes the rest again from the first byte. Caught by: "sends all 7 bytes when a write takes only a part"
import { encodeHeader, type Header } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export async function sendHeader(
  conn: Deno.Conn,
  header: Header,
): Promise<void> {
  const bytes = encodeHeader(header);
  for (let sent = 0; sent < bytes.length;) sent += await conn.write(bytes);
}
