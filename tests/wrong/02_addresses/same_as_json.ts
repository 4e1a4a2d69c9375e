// Wrong: all fields are compared, and their order, too. Caught by: "tells endpoints apart by address and by port"
import { formatIpv6, parseIpv6 } from "../../../solutions/02_addresses.ts";
import type { Endpoint } from "../../../workbook/endpoint.ts";

export * from "../../../solutions/02_addresses.ts";

const one = (hostname: string) => {
  const address = parseIpv6(hostname);
  if (!address) return hostname;
  return formatIpv6(address).replace(/^::ffff:(?=.*\.)/, "");
};

export function sameEndpoint(a: Endpoint, b: Endpoint): boolean {
  const text = (endpoint: Endpoint) =>
    JSON.stringify({ ...endpoint, hostname: one(endpoint.hostname) });
  return text(a) === text(b);
}
