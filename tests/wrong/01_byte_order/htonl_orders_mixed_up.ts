// Wrong: htonl reverses for a big-endian host and not for a little-endian one. Caught by: "htonl changes nothing for a big-endian host"
import {
  type ByteOrder,
  htonl as real,
} from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export function htonl(value: number, host: ByteOrder): number {
  const other = host === "big-endian" ? "little-endian" : "big-endian";
  return real(value, other);
}
