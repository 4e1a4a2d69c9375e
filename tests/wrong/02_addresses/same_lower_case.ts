// Wrong: lower case is not yet one spelling. Caught by: "compares addresses, not spellings"
import type { Endpoint } from "../../../workbook/endpoint.ts";

export * from "../../../solutions/02_addresses.ts";

export function sameEndpoint(a: Endpoint, b: Endpoint): boolean {
  return a.port === b.port &&
    a.hostname.toLowerCase() === b.hostname.toLowerCase();
}
