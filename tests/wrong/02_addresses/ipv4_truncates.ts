// Wrong: a byte array keeps the low 8 bits of 256. Caught by: "refuses a number above 255"
export * from "../../../solutions/02_addresses.ts";

export function parseIpv4(text: string): Uint8Array | null {
  const isPlain = /^(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}$/.test(text);
  return isPlain ? Uint8Array.from(text.split("."), Number) : null;
}
