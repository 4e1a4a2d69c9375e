// Wrong: encodeHeader converts the fields in the header of the caller. Caught by: "encodes a header in network order"
import type { Header } from "../../../solutions/01_byte_order.ts";
import {
  encodeHeader as encoded,
  hostByteOrder,
  htonl,
  htons,
} from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export function encodeHeader(header: Header): Uint8Array {
  const bytes = encoded(header);
  const host = hostByteOrder();
  header.length = htons(header.length, host);
  header.id = htonl(header.id, host);
  const isLittle = host === "little-endian";
  const view = new DataView(bytes.buffer);
  view.setUint16(1, header.length, isLittle);
  view.setUint32(3, header.id, isLittle);
  return bytes;
}
