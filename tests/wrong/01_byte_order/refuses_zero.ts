// Wrong: encodeHeader takes 0 for a missing field. Caught by: "encodes the smallest and the largest fields"
import {
  encodeHeader as real,
  type Header,
} from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export function encodeHeader({ type, length, id }: Header): Uint8Array {
  if (!type || !length || !id) {
    throw new RangeError("Cannot encode a header: a field is missing");
  }
  return real({ type, length, id });
}
