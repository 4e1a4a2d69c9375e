// Wrong: ntohl returns at once where nothing is swapped, before it checks. Caught by: "ntohl refuses the same for a big-endian host"
import {
  type ByteOrder,
  ntohl as real,
} from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export function ntohl(value: number, host: ByteOrder): number {
  return host === "big-endian" ? value : real(value, host);
}
