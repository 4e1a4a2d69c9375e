// Wrong: encodeHeader checks the fields that htons and htonl know, and not the byte. Caught by: "refuses a header with a field out of range"
import {
  encodeHeader as real,
  type Header,
  htonl,
  htons,
} from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export function encodeHeader({ type, length, id }: Header): Uint8Array {
  htons(length, "big-endian");
  htonl(id, "big-endian");
  return real({ type: type & 255, length, id });
}
