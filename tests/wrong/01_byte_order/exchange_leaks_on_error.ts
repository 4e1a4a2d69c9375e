// Wrong: exchangeHeader closes after the reply, and not when receiving throws. Caught by: "rejects when the reply is cut, and closes"
import type { Endpoint } from "../../../workbook/endpoint.ts";
import {
  type Header,
  receiveHeader,
  sendHeader,
} from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export async function exchangeHeader(
  server: Endpoint,
  header: Header,
): Promise<Header | null> {
  const { hostname, port } = server;
  const conn = await Deno.connect({ hostname, port });
  await sendHeader(conn, header);
  const reply = await receiveHeader(conn);
  conn.close();
  return reply;
}
