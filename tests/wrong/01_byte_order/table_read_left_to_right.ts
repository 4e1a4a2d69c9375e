// Wrong: decodeTableAddress reads the digits from left to right on every machine. Caught by: "reads a table address of a little-endian machine"
import type { ByteOrder } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export function decodeTableAddress(text: string, _host: ByteOrder) {
  const [address, port] = text.split(":");
  const bytes = address.match(/../g)!.map((pair) => parseInt(pair, 16));
  return { hostname: bytes.join("."), port: parseInt(port, 16) };
}
