// Wrong: an IPv4-mapped address in hexadecimal is laid out as the IPv4 address in it. Caught by: "lays out an IPv4-mapped address as the IPv6 address it is"
import {
  type ByteOrder,
  encodeSockaddr as encoded,
  parseIpv6,
} from "../../../solutions/02_addresses.ts";
import type { Endpoint } from "../../../workbook/endpoint.ts";

export * from "../../../solutions/02_addresses.ts";

export function encodeSockaddr(
  endpoint: Endpoint,
  host: ByteOrder,
): Uint8Array {
  const { hostname, port } = endpoint;
  const address = parseIpv6(hostname);
  if (/^::ffff:[^.]*$/i.test(hostname) && address) {
    return encoded({ hostname: address.subarray(12).join("."), port }, host);
  }
  return encoded(endpoint, host);
}
