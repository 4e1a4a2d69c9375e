// Wrong: hostByteOrder takes the order of the network for the order of the machine. Caught by: "names the byte order of this machine"
import type { ByteOrder } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export function hostByteOrder(): ByteOrder {
  return "big-endian";
}
