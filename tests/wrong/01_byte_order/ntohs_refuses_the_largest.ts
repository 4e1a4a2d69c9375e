// Wrong: ntohs refuses 65535: off by one. Caught by: "ntohs turns a port back in both orders"
import type { ByteOrder } from "../../../solutions/01_byte_order.ts";
import { htons } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export function ntohs(value: number, host: ByteOrder): number {
  if (value >= 65535) {
    throw new RangeError(`Cannot convert ${value}: 0 to 65535`);
  }
  return htons(value, host);
}
