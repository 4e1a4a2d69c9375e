// Wrong: htons returns at once where nothing is swapped, before it checks. Caught by: "htons refuses the same for a big-endian host"
import {
  type ByteOrder,
  htons as real,
} from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export function htons(value: number, host: ByteOrder): number {
  return host === "big-endian" ? value : real(value, host);
}
