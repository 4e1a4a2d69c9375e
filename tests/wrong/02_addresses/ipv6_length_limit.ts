// Wrong: 45 characters are taken for too many: INET6_ADDRSTRLEN is 46 with the NUL. Caught by: "reads an IPv4 address at the end"
import { parseIpv6 as parsed } from "../../../solutions/02_addresses.ts";

export * from "../../../solutions/02_addresses.ts";

export function parseIpv6(text: string): Uint8Array | null {
  return text.length >= 45 ? null : parsed(text);
}
