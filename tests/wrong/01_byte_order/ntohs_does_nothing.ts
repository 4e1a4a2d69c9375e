// Wrong: ntohs trusts that somebody else has converted already. Caught by: "ntohs turns a port back in both orders"
import type { ByteOrder } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

function checked(value: number, largest: number): number {
  if (!Number.isInteger(value) || value < 0 || value > largest) {
    throw new RangeError(`Cannot convert ${value}: it is 0 to ${largest}`);
  }
  return value;
}

export function ntohs(value: number, _host: ByteOrder): number {
  return checked(value, 65535);
}
