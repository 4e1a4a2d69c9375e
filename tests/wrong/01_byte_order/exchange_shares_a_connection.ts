// Wrong: exchangeHeader keeps its connection in one variable for all calls. Caught by: "keeps ten exchanges apart"
import type { Endpoint } from "../../../workbook/endpoint.ts";
import {
  type Header,
  receiveHeader,
  sendHeader,
} from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

let conn: Deno.TcpConn;

export async function exchangeHeader(
  server: Endpoint,
  header: Header,
): Promise<Header | null> {
  const { hostname, port } = server;
  conn = await Deno.connect({ hostname, port });
  try {
    await sendHeader(conn, header);
    return await receiveHeader(conn);
  } finally {
    conn.close();
  }
}
