// Wrong: ntohs turns the hexadecimal digits round and forgets the leading zeros: 80 is 0050. Caught by: "ntohs turns a port back in both orders"
import type { ByteOrder } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export function ntohs(value: number, host: ByteOrder): number {
  if (!Number.isInteger(value) || value < 0 || value > 65535) {
    throw new RangeError(`Cannot convert ${value}: it is 0 to 65535`);
  }
  if (host === "big-endian") return value;
  const digits = value.toString(16);
  return parseInt(digits.slice(2) + digits.slice(0, 2), 16);
}
