// Wrong: the bytes of a text are kept and returned again; who writes to them changes every later answer. Caught by: "reads four numbers as four bytes"
import { parseIpv4 as parsed } from "../../../solutions/02_addresses.ts";

export * from "../../../solutions/02_addresses.ts";

const known = new Map<string, Uint8Array | null>();

export function parseIpv4(text: string): Uint8Array | null {
  const address = known.get(text) ?? parsed(text);
  known.set(text, address);
  return address;
}
