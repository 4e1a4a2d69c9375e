// Wrong: port 0 is taken for no port. Caught by: "tells endpoints apart by address and by port"
import { sameEndpoint as same } from "../../../solutions/02_addresses.ts";
import type { Endpoint } from "../../../workbook/endpoint.ts";

export * from "../../../solutions/02_addresses.ts";

export function sameEndpoint(a: Endpoint, b: Endpoint): boolean {
  return Boolean(a.port && b.port) && same(a, b);
}
