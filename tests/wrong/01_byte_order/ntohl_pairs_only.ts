// Wrong: ntohl swaps the bytes of each half and leaves the halves in place. Caught by: "ntohl turns an address back in both orders"
import type { ByteOrder } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

function checked(value: number, largest: number): number {
  if (!Number.isInteger(value) || value < 0 || value > largest) {
    throw new RangeError(`Cannot convert ${value}: it is 0 to ${largest}`);
  }
  return value;
}

export function ntohl(value: number, host: ByteOrder): number {
  checked(value, 0xffffffff);
  if (host === "big-endian") return value;
  return ((value & 0x00ff00ff) << 8 | value >>> 8 & 0x00ff00ff) >>> 0;
}
