// Wrong: sendHeader closes the connection, which belongs to its caller. Caught by: "sends nothing after a header and leaves the connection open"
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
  conn.close();
}
