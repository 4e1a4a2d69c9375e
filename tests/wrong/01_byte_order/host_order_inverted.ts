// Wrong: hostByteOrder has the two names the wrong way round. Caught by: "names the byte order of this machine"
import type { ByteOrder } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export function hostByteOrder(): ByteOrder {
  const [first] = new Uint8Array(Uint16Array.of(1).buffer);
  return first === 1 ? "big-endian" : "little-endian";
}
