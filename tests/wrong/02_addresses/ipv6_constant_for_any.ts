// Wrong: the 16 zero bytes of :: are made once; who writes to them changes every later answer. Caught by: "reads :: as the groups that are missing"
import { parseIpv6 as parsed } from "../../../solutions/02_addresses.ts";

export * from "../../../solutions/02_addresses.ts";

const ANY = new Uint8Array(16);

export function parseIpv6(text: string): Uint8Array | null {
  return text === "::" ? ANY : parsed(text);
}
