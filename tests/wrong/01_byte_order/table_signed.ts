// Wrong: decodeTableAddress shifts with the sign: the first number of 192.168.0.254 is negative. Caught by: "reads a table address of a big-endian machine"
import { type ByteOrder, ntohl } from "../../../solutions/01_byte_order.ts";
export * from "../../../solutions/01_byte_order.ts";

export function decodeTableAddress(text: string, host: ByteOrder) {
  const [address, port] = text.split(":");
  const word = ntohl(parseInt(address, 16), host);
  const network = host === "little-endian" ? word : parseInt(address, 16);
  const bytes = [network >> 24, network >> 16 & 255, network >> 8 & 255];
  return {
    hostname: [...bytes, network & 255].join("."),
    port: parseInt(port, 16),
  };
}
