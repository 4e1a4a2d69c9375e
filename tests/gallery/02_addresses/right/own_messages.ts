// Right: each refusal says only which limit was passed, with digits in groups, and quotes the host as code does.
import type { Endpoint } from "../../../../workbook/endpoint.ts";
import {
  type ByteOrder,
  encodeSockaddr as encode,
  parseIpv4,
  parseIpv6,
} from "../../../../solutions/02_addresses.ts";
export {
  askWhoAmI,
  decodeSockaddr,
  formatIpv6,
  parseIpv4,
  parseIpv6,
  sameEndpoint,
  startWhoAmI,
} from "../../../../solutions/02_addresses.ts";

export function encodeSockaddr(
  { hostname, port }: Endpoint,
  host: ByteOrder,
): Uint8Array {
  if (!parseIpv4(hostname) && !parseIpv6(hostname)) {
    throw new TypeError(`${JSON.stringify(hostname)} is not numeric`);
  }
  const digits = port.toLocaleString("en");
  if (port < 0) throw new RangeError(`The port ${digits} is below zero`);
  if (port > 65_535) throw new RangeError(`${digits} is more than 65,535`);
  if (!Number.isInteger(port)) {
    throw new RangeError(`The port ${port} is no integer`);
  }
  return encode({ hostname, port }, host);
}
