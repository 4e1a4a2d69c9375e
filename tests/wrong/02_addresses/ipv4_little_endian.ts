// Wrong: the bytes are in the order of the machine, not in network order. Caught by: "reads four numbers as four bytes"
import { parseIpv4 as inOrder } from "../../../solutions/02_addresses.ts";

export * from "../../../solutions/02_addresses.ts";

export function parseIpv4(text: string): Uint8Array | null {
  return inOrder(text)?.toReversed() ?? null;
}
