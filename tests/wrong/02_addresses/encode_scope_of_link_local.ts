// Wrong: a link-local address gets scope 1, the number of the first interface. Caught by: "lays out an IPv6 endpoint in 28 bytes"
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
  if (endpoint.hostname.startsWith("fe80:")) {
    new DataView(bytes.buffer).setUint32(24, 1, host === "little-endian");
  }
  return bytes;
}
