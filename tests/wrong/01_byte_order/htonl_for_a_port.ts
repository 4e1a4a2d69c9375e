// Wrong: htons converts as htonl does: the port lands in the upper half. Caught by: "htons swaps two bytes for a little-endian host"
import { type ByteOrder, htonl } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

function checked(value: number, largest: number): number {
  if (!Number.isInteger(value) || value < 0 || value > largest) {
    throw new RangeError(`Cannot convert ${value}: it is 0 to ${largest}`);
  }
  return value;
}

export function htons(value: number, host: ByteOrder): number {
  return htonl(checked(value, 65535), host);
}
