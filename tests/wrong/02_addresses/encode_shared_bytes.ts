// Wrong: the structure is made once, and each call fills in the same bytes. Caught by: "lays out each endpoint in bytes of its own"
import { encodeSockaddr as encoded } from "../../../solutions/02_addresses.ts";
import type { Endpoint } from "../../../workbook/endpoint.ts";

export * from "../../../solutions/02_addresses.ts";

const structure = new Uint8Array(28);

export function encodeSockaddr(
  endpoint: Endpoint,
  host: "little-endian" | "big-endian",
): Uint8Array {
  const bytes = encoded(endpoint, host);
  structure.set(bytes);
  return structure.subarray(0, bytes.length);
}
