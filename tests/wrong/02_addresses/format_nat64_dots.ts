// Wrong: an address of the NAT64 prefix is written with dots, too. Caught by: "writes dots for no other address"
import { formatIpv6 as formatted } from "../../../solutions/02_addresses.ts";

export * from "../../../solutions/02_addresses.ts";

export function formatIpv6(address: Uint8Array): string {
  const prefix = [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0];
  return prefix.every((byte, i) => byte === address[i])
    ? `64:ff9b::${address.subarray(12).join(".")}`
    : formatted(address);
}
