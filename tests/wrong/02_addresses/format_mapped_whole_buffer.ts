// Wrong: an IPv4-mapped address is looked for where the buffer begins, not where the array does. Caught by: "writes an address that lies inside a larger buffer"

export * from "../../../solutions/02_addresses.ts";

export function formatIpv6(address: Uint8Array): string {
  const view = new DataView(address.buffer);
  const isMapped = view.getBigUint64(0) === 0n && view.getUint32(8) === 0xffff;
  if (isMapped) return `::ffff:${address.subarray(12).join(".")}`;
  const groups: string[] = [];
  for (let i = 0; i < 16; i += 2) {
    groups.push((address[i] << 8 | address[i + 1]).toString(16));
  }
  return new URL(`http://[${groups.join(":")}]`).hostname.slice(1, -1);
}
