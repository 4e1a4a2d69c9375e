// Wrong: exchangeHeader ends its sending direction and calls that closed. Caught by: "closes the connection after the reply"
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
  } finally {
    await conn.closeWrite();
  }
}
