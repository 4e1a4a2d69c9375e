// Wrong: the port is converted in the endpoint of the caller. Caught by: "lays out an IPv4 endpoint in 16 bytes"
import {
  type ByteOrder,
  encodeSockaddr as encoded,
} from "../../../solutions/02_addresses.ts";
import type { Endpoint } from "../../../workbook/endpoint.ts";

export * from "../../../solutions/02_addresses.ts";

export function encodeSockaddr(
  endpoint: Endpoint,
  host: ByteOrder,
): Uint8Array {
  const bytes = encoded(endpoint, host);
  endpoint.port = (endpoint.port & 0xff) << 8 | endpoint.port >> 8;
  new DataView(bytes.buffer).setUint16(2, endpoint.port, true);
  return bytes;
}
