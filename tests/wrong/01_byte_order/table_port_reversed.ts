// Wrong: decodeTableAddress turns the port round as well. Caught by: "reads a table address of a little-endian machine"
import {
  type ByteOrder,
  decodeTableAddress as real,
  ntohs,
} from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export function decodeTableAddress(text: string, host: ByteOrder) {
  const [, port] = text.split(":");
  const { hostname } = real(text, host);
  return { hostname, port: ntohs(parseInt(port, 16), host) };
}
