// Wrong: htonl swaps the two halves and not the bytes inside them. Caught by: "htonl reverses four bytes for a little-endian host"
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
  return ((value & 0xffff) << 16 | value >>> 16) >>> 0;
}
