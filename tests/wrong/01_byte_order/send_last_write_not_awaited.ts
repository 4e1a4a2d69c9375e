// Wrong: sendHeader awaits every write but the last. Caught by: "sends all 7 bytes when a write takes only a part"
import type { Header } from "../../../solutions/01_byte_order.ts";
import { encodeHeader } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export async function sendHeader(
  conn: Deno.Conn,
  header: Header,
): Promise<void> {
  const bytes = encodeHeader(header);
  for (let at = 0; at < 6; at++) await conn.write(bytes.subarray(at, at + 1));
  conn.write(bytes.subarray(6)).catch(() => {});
}
