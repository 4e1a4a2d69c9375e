// Wrong: exchangeHeader encodes between connecting and try: a refused header leaves the connection open. Caught by: "rejects for a header out of range, and closes"
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
  try {
    return await receiveHeader(conn);
  } finally {
    conn.close();
  }
}
