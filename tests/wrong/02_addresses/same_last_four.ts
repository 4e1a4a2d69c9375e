// Wrong: the last four bytes are compared, whatever stands before them. Caught by: "takes no other IPv6 address for an IPv4 one"
import { parseIpv4, parseIpv6 } from "../../../solutions/02_addresses.ts";
import type { Endpoint } from "../../../workbook/endpoint.ts";

export * from "../../../solutions/02_addresses.ts";

export function sameEndpoint(a: Endpoint, b: Endpoint): boolean {
  const [x, y] = [a, b].map(({ hostname }) =>
    parseIpv4(hostname) ?? parseIpv6(hostname)!
  );
  const length = Math.min(x.length, y.length);
  return a.port === b.port &&
    x.slice(-length).join() === y.slice(-length).join();
}
