// Wrong: A refusal of ntohs writes the value in hexadecimal. Caught by: "a refused conversion names the value and the limit"
import type { ByteOrder } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export function ntohs(value: number, host: ByteOrder): number {
  if (!Number.isInteger(value) || value < 0 || value > 65535) {
    const hex = value.toString(16);
    throw new RangeError(`Cannot convert 0x${hex}: it is 0 to 65535`);
  }
  const view = new DataView(new ArrayBuffer(2));
  view.setUint16(0, value);
  return view.getUint16(0, host === "little-endian");
}
