// Wrong: the port is part of the endpoint. Caught by: "tells endpoints apart by address and by port"
import { sameEndpoint as same } from "../../../solutions/02_addresses.ts";
import type { Endpoint } from "../../../workbook/endpoint.ts";

export * from "../../../solutions/02_addresses.ts";

export function sameEndpoint(a: Endpoint, b: Endpoint): boolean {
  return same({ ...a, port: 0 }, { ...b, port: 0 });
}
