// Wrong: exchangeHeader sends the header again before it waits for the reply. Caught by: "sends its header once and nothing else"
import {
  type Header,
  receiveHeader,
  sendHeader,
} from "../../../solutions/01_byte_order.ts";
import type { Endpoint } from "../../../workbook/endpoint.ts";
export * from "../../../solutions/01_byte_order.ts";

export async function exchangeHeader(
  server: Endpoint,
  header: Header,
): Promise<Header | null> {
  const { hostname, port } = server;
  using conn = await Deno.connect({ hostname, port });
  await sendHeader(conn, header);
  await sendHeader(conn, header);
  return await receiveHeader(conn);
}
