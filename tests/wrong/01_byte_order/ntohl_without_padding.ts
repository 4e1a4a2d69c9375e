// Wrong: ntohl turns the pairs of digits round and forgets the leading zeros. Caught by: "ntohl turns an address back in both orders"
import type { ByteOrder } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export function ntohl(value: number, host: ByteOrder): number {
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) {
    throw new RangeError(`Cannot convert ${value}: it is 0 to 4294967295`);
  }
  if (host === "big-endian") return value;
  const pairs = value.toString(16).match(/..?/g) ?? [];
  return parseInt(pairs.reverse().join(""), 16);
}
