// Wrong: the family is turned round in the caller's bytes to be read. Caught by: "reads the endpoint in a structure of 16 bytes"
import { decodeSockaddr as decoded } from "../../../solutions/02_addresses.ts";
import type { Endpoint } from "../../../workbook/endpoint.ts";

export * from "../../../solutions/02_addresses.ts";

export function decodeSockaddr(
  bytes: Uint8Array,
  host: "little-endian" | "big-endian",
): Endpoint | null {
  if (host === "little-endian") bytes.subarray(0, 2).reverse();
  return decoded(bytes, "big-endian");
}
