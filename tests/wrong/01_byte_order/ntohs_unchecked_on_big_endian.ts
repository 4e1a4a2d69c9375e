// Wrong: ntohs returns at once where nothing is swapped, before it checks. Caught by: "ntohs refuses the same for a big-endian host"
import {
  type ByteOrder,
  ntohs as real,
} from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export function ntohs(value: number, host: ByteOrder): number {
  return host === "big-endian" ? value : real(value, host);
}
