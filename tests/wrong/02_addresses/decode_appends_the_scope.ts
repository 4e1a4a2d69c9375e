// Wrong: the scope is written behind the address as a zone. Caught by: "reads the endpoint in a structure of 28 bytes"
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
  if (!endpoint?.hostname.includes(":")) return endpoint;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const scope = view.getUint32(24, host === "little-endian");
  if (scope !== 0) endpoint.hostname += `%${scope}`;
  return endpoint;
}
