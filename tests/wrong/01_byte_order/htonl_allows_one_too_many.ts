// Wrong: htonl compares with 2^32 itself: off by one. Caught by: "htonl refuses what is not a u32"
import type { ByteOrder } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export function htonl(value: number, host: ByteOrder): number {
  if (!Number.isInteger(value) || value < 0 || value > 4294967296) {
    throw new RangeError(`Cannot convert ${value}: it is 0 to 4294967295`);
  }
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, value);
  return view.getUint32(0, host === "little-endian");
}
