// Wrong: a URL forgives line feeds and tabs. Caught by: "refuses zone, brackets, prefix length and white space"
import { parseIpv6 as parse } from "../../../solutions/02_addresses.ts";

export * from "../../../solutions/02_addresses.ts";

export function parseIpv6(text: string): Uint8Array | null {
  try {
    return parse(new URL(`http://[${text}]/`).hostname.slice(1, -1));
  } catch {
    return null;
  }
}
