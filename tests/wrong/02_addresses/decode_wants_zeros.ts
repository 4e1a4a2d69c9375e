// Wrong: the eight unused bytes of sockaddr_in are wanted to be zero. Caught by: "reads the endpoint in a structure of 16 bytes"
import {
  type ByteOrder,
  decodeSockaddr as decoded,
} from "../../../solutions/02_addresses.ts";
import type { Endpoint } from "../../../workbook/endpoint.ts";

export * from "../../../solutions/02_addresses.ts";

export function decodeSockaddr(
  bytes: Uint8Array,
  host: ByteOrder,
): Endpoint | null {
  const endpoint = decoded(bytes, host);
  const isIpv4 = endpoint?.hostname.includes(".") && bytes.length < 28;
  return isIpv4 && bytes.subarray(8, 16).some(Boolean) ? null : endpoint;
}
