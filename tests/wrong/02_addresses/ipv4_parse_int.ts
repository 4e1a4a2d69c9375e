// Wrong: parseInt() forgives what stands after the digits. Caught by: "refuses other characters in four numbers"
export * from "../../../solutions/02_addresses.ts";

export function parseIpv4(text: string): Uint8Array | null {
  const numbers = text.split(".").map((part) => parseInt(part));
  if (numbers.length !== 4) return null;
  return numbers.every((n) => n >= 0 && n <= 255)
    ? Uint8Array.from(numbers)
    : null;
}
