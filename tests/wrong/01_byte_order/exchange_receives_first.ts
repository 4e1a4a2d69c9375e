// Wrong: exchangeHeader waits for the reply before it sends. Caught by: "exchanges a header for a reply"
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
    const reply = await receiveHeader(conn);
    await sendHeader(conn, header);
    return reply;
  } finally {
    conn.close();
  }
}
