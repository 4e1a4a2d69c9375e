// Wrong: A refusal of htonl does not say which value it got. Caught by: "a refused conversion names the value and the limit"
import type { ByteOrder } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export function htonl(value: number, host: ByteOrder): number {
  if (!Number.isInteger(value) || value < 0 || value > 4294967295) {
    throw new RangeError("Cannot convert: the limit is 4294967295");
  }
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, value);
  return view.getUint32(0, host === "little-endian");
}
