// Wrong: an address of 12 zero bytes is written with dots too, as inet_ntop() of the GNU C library does. Caught by: "writes dots for no other address"
import { formatIpv6 as formatted } from "../../../solutions/02_addresses.ts";

export * from "../../../solutions/02_addresses.ts";

export function formatIpv6(address: Uint8Array): string {
  const isCompatible = address.subarray(0, 12).every((byte) => byte === 0) &&
    (address[12] !== 0 || address[13] !== 0);
  return isCompatible
    ? `::${address.subarray(12).join(".")}`
    : formatted(address);
}
