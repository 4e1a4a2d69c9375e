// Wrong: encodeHeader refuses with the name of the field only. Caught by: "a refused field names the value and the limit"
import {
  encodeHeader as real,
  type Header,
} from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export function encodeHeader({ type, length, id }: Header): Uint8Array {
  try {
    return real({ type, length, id });
  } catch {
    throw new RangeError("Cannot encode the header: a field is out of range");
  }
}
