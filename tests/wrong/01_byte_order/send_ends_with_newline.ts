// Wrong: sendHeader ends the header with a line feed. Caught by: "sends nothing after a header and leaves the connection open"
import {
  type Header,
  sendHeader as real,
} from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export async function sendHeader(
  conn: Deno.Conn,
  header: Header,
): Promise<void> {
  await real(conn, header);
  await conn.write(new TextEncoder().encode("\n"));
}
