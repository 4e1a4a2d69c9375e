// Wrong: ntohl takes 0 for a missing value; 0 is the wildcard address. Caught by: "ntohl turns an address back in both orders"
import type { ByteOrder } from "../../../solutions/01_byte_order.ts";
import { htonl } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export function ntohl(value: number, host: ByteOrder): number {
  if (!value) throw new RangeError(`Cannot convert ${value}: 32-bit only`);
  return htonl(value, host);
}
