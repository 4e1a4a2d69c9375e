// Wrong: ntohs reads the bytes with getInt16. Caught by: "ntohs turns a port back in both orders"
import type { ByteOrder } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export function ntohs(value: number, host: ByteOrder): number {
  if (!Number.isInteger(value) || value < 0 || value > 65535) {
    throw new RangeError(`Cannot convert ${value}: it is 0 to 65535`);
  }
  const view = new DataView(new ArrayBuffer(2));
  view.setUint16(0, value);
  const result = view.getInt16(0, host === "little-endian");
  return host === "big-endian" ? value : result;
}
