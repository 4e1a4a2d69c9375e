// Wrong: the structure of an IPv6 endpoint is made once for all calls. Caught by: "lays out each endpoint in bytes of its own"
import {
  type ByteOrder,
  encodeSockaddr as encoded,
} from "../../../solutions/02_addresses.ts";
import type { Endpoint } from "../../../workbook/endpoint.ts";

export * from "../../../solutions/02_addresses.ts";

const ipv6 = new Uint8Array(28);

export function encodeSockaddr(
  endpoint: Endpoint,
  host: ByteOrder,
): Uint8Array {
  const bytes = encoded(endpoint, host);
  if (bytes.length === 16) return bytes;
  ipv6.set(bytes);
  return ipv6;
}
