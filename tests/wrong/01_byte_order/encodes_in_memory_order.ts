// Wrong: encodeHeader copies the numbers as this machine keeps them in memory. Caught by: "encodes a header in network order"
import type { Header } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

function checked(value: number, largest: number): number {
  if (!Number.isInteger(value) || value < 0 || value > largest) {
    throw new RangeError(`Cannot convert ${value}: it is 0 to ${largest}`);
  }
  return value;
}

export function encodeHeader({ type, length, id }: Header): Uint8Array {
  checked(type, 255);
  checked(length, 65535);
  checked(id, 4294967295);
  return Uint8Array.of(
    type,
    ...new Uint8Array(Uint16Array.of(length).buffer),
    ...new Uint8Array(Uint32Array.of(id).buffer),
  );
}
