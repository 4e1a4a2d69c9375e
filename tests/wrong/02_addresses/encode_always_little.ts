// Wrong: every host is taken for a little-endian one. Caught by: "writes only the family in the order of the host"
import { parseIpv4, parseIpv6 } from "../../../solutions/02_addresses.ts";
import type { Endpoint } from "../../../workbook/endpoint.ts";

export * from "../../../solutions/02_addresses.ts";

type ByteOrder = "little-endian" | "big-endian";

export function encodeSockaddr(
  { hostname, port }: Endpoint,
  _host: ByteOrder,
): Uint8Array {
  const address = parseIpv4(hostname) ?? parseIpv6(hostname);
  if (address === null) {
    throw new TypeError(`Cannot encode "${hostname}": it is no address`);
  }
  if (port < 0 || port > 65535) {
    throw new RangeError(`Cannot encode port ${port}: the limit is 65535`);
  }
  const bytes = new Uint8Array(address.length === 4 ? 16 : 28);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, address.length === 4 ? 2 : 10, true);
  view.setUint16(2, port);
  bytes.set(address, address.length === 4 ? 4 : 8);
  return bytes;
}
