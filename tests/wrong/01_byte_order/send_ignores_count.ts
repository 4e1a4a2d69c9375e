// Wrong: sendHeader ignores how many bytes the write took. Caught by: "sends all 7 bytes when a write takes only a part"
import { encodeHeader, type Header } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export async function sendHeader(
  conn: Deno.Conn,
  header: Header,
): Promise<void> {
  await conn.write(encodeHeader(header));
}
