// Wrong: encodeHeader takes the fields in the order in which the object has them. Caught by: "encodes a header in network order"
import type { Header } from "../../../solutions/01_byte_order.ts";
import { encodeHeader as encoded } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export function encodeHeader(header: Header): Uint8Array {
  const [type, length, id] = Object.values(header);
  return encoded({ type, length, id });
}
