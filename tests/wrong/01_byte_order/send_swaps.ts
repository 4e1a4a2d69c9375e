// Wrong: sendHeader sends the bytes in reverse. Caught by: "sends the 7 bytes of a header"
import { encodeHeader, type Header } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export async function sendHeader(
  conn: Deno.Conn,
  header: Header,
): Promise<void> {
  await conn.write(encodeHeader(header).reverse());
}
