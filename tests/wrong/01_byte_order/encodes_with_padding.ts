// Wrong: encodeHeader leaves a gap, as a C compiler does in a struct: 8 bytes. Caught by: "encodes a header in network order"
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
  const view = new DataView(new ArrayBuffer(8));
  view.setUint8(0, type);
  view.setUint16(2, length);
  view.setUint32(4, id);
  return new Uint8Array(view.buffer);
}
