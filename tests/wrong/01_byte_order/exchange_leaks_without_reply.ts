// Wrong: exchangeHeader closes only where a reply came. Caught by: "gives null when the server ends without a reply"
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
  if (reply === null) return null;
  conn.close();
  return reply;
}
