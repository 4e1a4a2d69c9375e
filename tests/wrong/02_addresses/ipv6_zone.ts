// Wrong: isIPv6() of node:net allows a zone, inet_pton does not. Caught by: "refuses zone, brackets, prefix length and white space"
import { isIPv6 } from "node:net";
import { parseIpv6 as parse } from "../../../solutions/02_addresses.ts";

export * from "../../../solutions/02_addresses.ts";

export function parseIpv6(text: string): Uint8Array | null {
  return isIPv6(text) ? parse(text.replace(/%.*$/, "")) : null;
}
