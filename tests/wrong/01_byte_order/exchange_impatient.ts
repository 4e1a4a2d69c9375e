// Wrong: exchangeHeader takes a reply that is not there yet for none. Caught by: "waits for a late reply that comes in pieces"
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
    const nothing = new Promise<null>((resolve) =>
      setTimeout(() => resolve(null), 1)
    );
    return await Promise.race([receiveHeader(conn), nothing]);
  } finally {
    conn.close();
  }
}
