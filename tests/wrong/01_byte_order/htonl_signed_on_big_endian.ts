// Wrong: htonl gives the number through a bit operation where nothing is swapped: above 2^31 it is negative. Caught by: "htonl never gives a negative number"
import {
  type ByteOrder,
  htonl as real,
} from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export function htonl(value: number, host: ByteOrder): number {
  const result = real(value, host);
  return host === "big-endian" ? result | 0 : result;
}
