// Wrong: encodeHeader has two arrays, and takes them in turn. Caught by: "encodes each header in an array of its own"
import type { Header } from "../../../solutions/01_byte_order.ts";
import { encodeHeader as encoded } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

const arrays = [new Uint8Array(7), new Uint8Array(7)];
let turn = 0;

export function encodeHeader(header: Header): Uint8Array {
  turn = 1 - turn;
  arrays[turn].set(encoded(header));
  return arrays[turn];
}
