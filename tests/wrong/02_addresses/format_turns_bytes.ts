// Wrong: the bytes of the address are turned round in place. Caught by: "writes random addresses, and leaves their bytes alone"
export * from "../../../solutions/02_addresses.ts";

export function formatIpv6(address: Uint8Array): string {
  const text = new URL(`http://[${
    Array.from(
      address.reverse(),
      (_, i) =>
        i % 2 ? "" : (address[15 - i] << 8 | address[14 - i]).toString(16),
    ).filter(Boolean).join(":")
  }]`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(text);
  if (!mapped) return text;
  const [high, low] = mapped.slice(1).map((part) => parseInt(part, 16));
  return `::ffff:${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}
