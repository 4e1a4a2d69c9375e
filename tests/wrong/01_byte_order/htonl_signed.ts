// Wrong: htonl shifts into bit 31: the result is negative. Caught by: "htonl never gives a negative number"
import type { ByteOrder } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

function checked(value: number, largest: number): number {
  if (!Number.isInteger(value) || value < 0 || value > largest) {
    throw new RangeError(`Cannot convert ${value}: it is 0 to ${largest}`);
  }
  return value;
}

export function htonl(value: number, host: ByteOrder): number {
  checked(value, 0xffffffff);
  if (host === "big-endian") return value;
  return (value & 255) << 24 | (value >> 8 & 255) << 16 |
    (value >> 16 & 255) << 8 | value >>> 24;
}
