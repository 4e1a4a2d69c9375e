// Wrong: the two bytes of a group are read the wrong way round. Caught by: "writes groups in lower case without leading zeros"
export * from "../../../solutions/02_addresses.ts";

export function formatIpv6(address: Uint8Array): string {
  const view = new DataView(address.buffer, address.byteOffset, 16);
  const groups = Array.from(
    { length: 8 },
    (_, i) => view.getUint16(2 * i, true),
  );
  if (groups.slice(0, 5).every((g) => g === 0) && groups[5] === 0xffff) {
    return `::ffff:${address.slice(12).join(".")}`;
  }
  let best = { from: 0, length: 1 };
  for (let from = 0; from < 8; from++) {
    let length = 0;
    while (from + length < 8 && groups[from + length] === 0) length++;
    if (length > best.length) best = { from, length };
  }
  const text = (part: number[]) => part.map((g) => g.toString(16)).join(":");
  if (best.length === 1) return text(groups);
  const after = groups.slice(best.from + best.length);
  return `${text(groups.slice(0, best.from))}::${text(after)}`;
}
