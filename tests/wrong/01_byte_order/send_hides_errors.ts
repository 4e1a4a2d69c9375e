// Wrong: sendHeader catches every error of the connection. Caught by: "rejects when it cannot send"
import { encodeHeader, type Header } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export async function sendHeader(
  conn: Deno.Conn,
  header: Header,
): Promise<void> {
  const bytes = encodeHeader(header);
  try {
    for (let sent = 0; sent < bytes.length;) {
      sent += await conn.write(bytes.subarray(sent));
    }
  } catch {
    console.log("the connection is gone");
  }
}
