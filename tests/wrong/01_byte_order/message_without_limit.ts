// Wrong: A refusal of htons says what was wrong and not what would be right. Caught by: "a refused conversion names the value and the limit"
import type { ByteOrder } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export function htons(value: number, host: ByteOrder): number {
  if (!Number.isInteger(value) || value < 0 || value > 65535) {
    throw new RangeError(`Port out of range: ${value}`);
  }
  const view = new DataView(new ArrayBuffer(2));
  view.setUint16(0, value);
  return view.getUint16(0, host === "little-endian");
}
