// Wrong: 4 bytes and 16 bytes are never equal, but an IPv4-mapped address is the IPv4 one. Caught by: "takes an IPv4-mapped address for its IPv4 address"
import { parseIpv4, parseIpv6 } from "../../../solutions/02_addresses.ts";
import type { Endpoint } from "../../../workbook/endpoint.ts";

export * from "../../../solutions/02_addresses.ts";

export function sameEndpoint(a: Endpoint, b: Endpoint): boolean {
  const text = ({ hostname, port }: Endpoint) =>
    `${parseIpv4(hostname) ?? parseIpv6(hostname)} ${port}`;
  return text(a) === text(b);
}
