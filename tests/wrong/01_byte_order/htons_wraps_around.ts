// Wrong: htons takes any number: 65536 becomes 0, and 0 is a port that the kernel chooses. Caught by: "htons refuses what is not a u16"
import type { ByteOrder } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export function htons(value: number, host: ByteOrder): number {
  const view = new DataView(new ArrayBuffer(2));
  view.setUint16(0, value);
  return view.getUint16(0, host === "little-endian");
}
