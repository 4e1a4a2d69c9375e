// Wrong: exchangeHeader closes on its own errors and not when the connection is reset. Caught by: "closes when the server resets the connection"
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
    const reply = await receiveHeader(conn);
    conn.close();
    return reply;
  } catch (error) {
    if (!(error instanceof Deno.errors.ConnectionReset)) conn.close();
    throw error;
  }
}
