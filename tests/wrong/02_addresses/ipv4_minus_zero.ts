// Wrong: a sign is allowed, and -0 is not below 0. Caught by: "refuses other characters in four numbers"

export * from "../../../solutions/02_addresses.ts";

export function parseIpv4(text: string): Uint8Array | null {
  const parts = text.split(".");
  const isNumber = (part: string) =>
    /^-?[0-9]{1,3}$/.test(part) && !/^0./.test(part) &&
    Number(part) >= 0 && Number(part) <= 255;
  return parts.length === 4 && parts.every(isNumber)
    ? Uint8Array.from(parts, Number)
    : null;
}
