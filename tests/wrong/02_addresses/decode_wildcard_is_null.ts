// Wrong: the address 0.0.0.0 is taken for no address. Caught by: "reads the endpoint in a structure of 16 bytes"
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
  return endpoint?.hostname === "0.0.0.0" ? null : endpoint;
}
