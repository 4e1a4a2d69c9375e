// Wrong: decodeTableAddress reads the port as decimal digits. Caught by: "reads a table address of a little-endian machine"
import {
  type ByteOrder,
  decodeTableAddress as real,
} from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export function decodeTableAddress(text: string, host: ByteOrder) {
  const [, port] = text.split(":");
  const { hostname } = real(text, host);
  return { hostname, port: parseInt(port) };
}
