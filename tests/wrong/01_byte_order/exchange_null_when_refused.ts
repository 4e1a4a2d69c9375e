// Wrong: exchangeHeader gives null when nobody listens. Caught by: "rejects when nobody listens"
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
  const conn = await Deno.connect({ hostname, port }).catch(() => null);
  if (conn === null) return null;
  try {
    await sendHeader(conn, header);
    return await receiveHeader(conn);
  } finally {
    conn.close();
  }
}
