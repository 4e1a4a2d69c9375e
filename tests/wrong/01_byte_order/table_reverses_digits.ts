// Wrong: decodeTableAddress turns the digits round and not the bytes. Caught by: "reads a table address of a little-endian machine"
import type { ByteOrder } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export function decodeTableAddress(text: string, host: ByteOrder) {
  const [address, port] = text.split(":");
  const digits = host === "little-endian"
    ? [...address].reverse().join("")
    : address;
  const bytes = digits.match(/../g)!.map((pair) => parseInt(pair, 16));
  return { hostname: bytes.join("."), port: parseInt(port, 16) };
}
