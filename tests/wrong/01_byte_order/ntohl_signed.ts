// Wrong: ntohl reads the bytes with getInt32. Caught by: "ntohl never gives a negative number"
import type { ByteOrder } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

function checked(value: number, largest: number): number {
  if (!Number.isInteger(value) || value < 0 || value > largest) {
    throw new RangeError(`Cannot convert ${value}: it is 0 to ${largest}`);
  }
  return value;
}

export function ntohl(value: number, host: ByteOrder): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, checked(value, 0xffffffff));
  return view.getInt32(0, host === "little-endian");
}
