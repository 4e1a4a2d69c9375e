// Wrong: ntohs refuses with a TypeError. Caught by: "ntohs refuses what is not a u16"
import type { ByteOrder } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export function ntohs(value: number, host: ByteOrder): number {
  if (!Number.isInteger(value) || value < 0 || value > 65535) {
    throw new TypeError(`Cannot convert ${value}: it is 0 to 65535`);
  }
  const view = new DataView(new ArrayBuffer(2));
  view.setUint16(0, value);
  return view.getUint16(0, host === "little-endian");
}
