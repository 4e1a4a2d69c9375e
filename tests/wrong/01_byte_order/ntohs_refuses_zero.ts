// Wrong: ntohs takes 0 for a missing value. Caught by: "ntohs turns a port back in both orders"
import type { ByteOrder } from "../../../solutions/01_byte_order.ts";
import { htons } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export function ntohs(value: number, host: ByteOrder): number {
  if (!value) throw new RangeError(`Cannot convert ${value}: 16-bit only`);
  return htons(value, host);
}
