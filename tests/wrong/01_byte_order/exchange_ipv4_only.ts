// Wrong: exchangeHeader dials 127.0.0.1 whatever the host name is. Caught by: "exchanges with a server on [::1]"
import type { Endpoint } from "../../../workbook/endpoint.ts";
import {
  exchangeHeader as real,
  type Header,
} from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export async function exchangeHeader(
  server: Endpoint,
  header: Header,
): Promise<Header | null> {
  return await real({ hostname: "127.0.0.1", port: server.port }, header);
}
