// Wrong: encodeHeader trusts DataView, which cuts a number to its width without a word. Caught by: "refuses a header with a field out of range"
import type { Header } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export function encodeHeader({ type, length, id }: Header): Uint8Array {
  const view = new DataView(new ArrayBuffer(7));
  view.setUint8(0, type);
  view.setUint16(1, length);
  view.setUint32(3, id);
  return new Uint8Array(view.buffer);
}
