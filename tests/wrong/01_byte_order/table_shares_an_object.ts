// Wrong: decodeTableAddress fills in the same object at each call. Caught by: "reads a table address of a little-endian machine"
import type { ByteOrder } from "../../../solutions/01_byte_order.ts";
import { decodeTableAddress as decoded } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

const endpoint = { hostname: "", port: 0 };

export function decodeTableAddress(text: string, host: ByteOrder) {
  return Object.assign(endpoint, decoded(text, host));
}
