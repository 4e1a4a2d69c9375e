// Wrong: bytes behind the structure make it another one: the length must be exact. Caught by: "reads a structure with other bytes behind it"
import { formatIpv6 } from "../../../solutions/02_addresses.ts";
import type { Endpoint } from "../../../workbook/endpoint.ts";

export * from "../../../solutions/02_addresses.ts";

export function decodeSockaddr(
  bytes: Uint8Array,
  host: "little-endian" | "big-endian",
): Endpoint | null {
  if (bytes.length !== 16 && bytes.length !== 28) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const family = view.getUint16(0, host === "little-endian");
  const port = view.getUint16(2);
  if (family === 2 && bytes.length === 16) {
    return { hostname: bytes.subarray(4, 8).join("."), port };
  }
  if (family === 10 && bytes.length === 28) {
    return { hostname: formatIpv6(bytes.subarray(8, 24)), port };
  }
  return null;
}
