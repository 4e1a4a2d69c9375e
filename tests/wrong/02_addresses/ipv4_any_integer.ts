// Wrong: Number() and a range are not the rules of inet_pton: leading zeros and spaces pass. Caught by: "refuses a leading zero"
export * from "../../../solutions/02_addresses.ts";

export function parseIpv4(text: string): Uint8Array | null {
  const parts = text.split(".");
  if (parts.length !== 4) return null;
  const bytes = new Uint8Array(4);
  for (let i = 0; i < 4; i++) {
    if (!/^\d+$/.test(parts[i]) || Number(parts[i]) > 255) return null;
    bytes[i] = Number(parts[i]);
  }
  return bytes;
}
