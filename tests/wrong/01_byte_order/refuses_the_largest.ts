// Wrong: encodeHeader refuses the largest value of each field: off by one. Caught by: "encodes the smallest and the largest fields"
import {
  encodeHeader as real,
  type Header,
} from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export function encodeHeader({ type, length, id }: Header): Uint8Array {
  for (
    const [value, limit] of [[type, 255], [length, 65535], [id, 2 ** 32 - 1]]
  ) {
    if (value >= limit) {
      throw new RangeError(`Cannot encode ${value}: the limit is ${limit}`);
    }
  }
  return real({ type, length, id });
}
