// Wrong: exchangeHeader dials again until somebody listens. Caught by: "rejects when nobody listens"
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
  while (true) {
    try {
      return await real(server, header);
    } catch (error) {
      if (!(error instanceof Deno.errors.ConnectionRefused)) throw error;
    }
  }
}
