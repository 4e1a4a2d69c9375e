// Wrong: sendHeader counts what was sent in one variable for all calls. Caught by: "sends all 7 bytes when a write takes only a part"
import type { Header } from "../../../solutions/01_byte_order.ts";
import { encodeHeader } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

let sent = 0;

export async function sendHeader(
  conn: Deno.Conn,
  header: Header,
): Promise<void> {
  const bytes = encodeHeader(header);
  sent = 0;
  while (sent < bytes.length) {
    const n = await conn.write(bytes.subarray(sent));
    sent += n;
  }
}
