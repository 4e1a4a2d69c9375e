// Wrong: htons takes the upper half of htonl with >>: from 0x8000 on it is negative. Caught by: "htons swaps two bytes for a little-endian host"
import type { ByteOrder } from "../../../solutions/01_byte_order.ts";
import { htonl } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export function htons(value: number, host: ByteOrder): number {
  if (!Number.isInteger(value) || value < 0 || value > 65535) {
    throw new RangeError(`Cannot convert ${value}: it is 0 to 65535`);
  }
  return host === "big-endian" ? value : htonl(value, host) >> 16;
}
