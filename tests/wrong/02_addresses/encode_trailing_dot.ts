// Wrong: a dot at the end, as names may have it, is cut off. Caught by: "refuses a host that is no numeric address"
import {
  type ByteOrder,
  encodeSockaddr as encoded,
} from "../../../solutions/02_addresses.ts";
import type { Endpoint } from "../../../workbook/endpoint.ts";

export * from "../../../solutions/02_addresses.ts";

export function encodeSockaddr(
  endpoint: Endpoint,
  host: ByteOrder,
): Uint8Array {
  const { hostname, port } = endpoint;
  return encoded({ hostname: hostname.replace(/\.$/, ""), port }, host);
}
