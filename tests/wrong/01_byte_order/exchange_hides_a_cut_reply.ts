// Wrong: exchangeHeader gives null for every failure after connecting. Caught by: "rejects when the reply is cut, and closes"
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
  try {
    await sendHeader(conn, header);
    return await receiveHeader(conn);
  } catch (error) {
    if (error instanceof RangeError) throw error;
    return null;
  } finally {
    conn.close();
  }
}
