// Wrong: every call fills in the same endpoint. Caught by: "reads the endpoint in a structure of 16 bytes"
import {
  type ByteOrder,
  decodeSockaddr as decoded,
} from "../../../solutions/02_addresses.ts";
import type { Endpoint } from "../../../workbook/endpoint.ts";

export * from "../../../solutions/02_addresses.ts";

const endpoint = { hostname: "", port: 0 };

export function decodeSockaddr(
  bytes: Uint8Array,
  host: ByteOrder,
): Endpoint | null {
  const came = decoded(bytes, host);
  return came && Object.assign(endpoint, came);
}
