// Wrong: ntohs swaps on a big-endian host too. Caught by: "ntohs turns a port back in both orders"
import { type ByteOrder, htons } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export function ntohs(value: number, _host: ByteOrder): number {
  return htons(value, "little-endian");
}
