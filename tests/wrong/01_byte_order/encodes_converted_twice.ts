// Wrong: encodeHeader converts with htons and then writes big-endian: the two undo each other. Caught by: "encodes a header in network order"
import { type Header, htonl, htons } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export function encodeHeader({ type, length, id }: Header): Uint8Array {
  const view = new DataView(new ArrayBuffer(7));
  view.setUint8(0, type);
  view.setUint16(1, htons(length, "little-endian"));
  view.setUint32(3, htonl(id, "little-endian"));
  return new Uint8Array(view.buffer);
}
