// Wrong: encodeHeader writes every header into the same array. Caught by: "encodes each header in an array of its own"
import {
  encodeHeader as real,
  type Header,
} from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

const bytes = new Uint8Array(7);

export function encodeHeader({ type, length, id }: Header): Uint8Array {
  bytes.set(real({ type, length, id }));
  return bytes;
}
