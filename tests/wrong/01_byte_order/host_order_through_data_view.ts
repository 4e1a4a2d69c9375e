// Wrong: hostByteOrder asks a DataView, which is big-endian on every machine. Caught by: "names the byte order of this machine"
import type { ByteOrder } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export function hostByteOrder(): ByteOrder {
  const view = new DataView(new ArrayBuffer(2));
  view.setUint16(0, 1);
  return view.getUint8(0) === 1 ? "little-endian" : "big-endian";
}
