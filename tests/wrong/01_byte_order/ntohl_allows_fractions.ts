// Wrong: ntohl checks the range and not that the number is an integer; NaN passes too. Caught by: "ntohl refuses what is not a u32"
import type { ByteOrder } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export function ntohl(value: number, host: ByteOrder): number {
  if (value < 0 || value > 4294967295) {
    throw new RangeError(`Cannot convert ${value}: it is 0 to 4294967295`);
  }
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, value);
  return view.getUint32(0, host === "little-endian");
}
