// Wrong: the eight zero bytes of sockaddr_in are not waited for. Caught by: "gives null when bytes are missing"
import { formatIpv6 } from "../../../solutions/02_addresses.ts";
import type { Endpoint } from "../../../workbook/endpoint.ts";

export * from "../../../solutions/02_addresses.ts";

type ByteOrder = "little-endian" | "big-endian";

export function decodeSockaddr(
  bytes: Uint8Array,
  host: ByteOrder,
): Endpoint | null {
  if (bytes.length < 8) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const port = view.getUint16(2);
  switch (view.getUint16(0, host === "little-endian")) {
    case 2:
      return { hostname: bytes.subarray(4, 8).join("."), port };
    case 10:
      if (bytes.length < 28) return null;
      return { hostname: formatIpv6(bytes.subarray(8, 24)), port };
    default:
      return null;
  }
}
