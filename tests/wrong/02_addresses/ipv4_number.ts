// Wrong: Number() reads an empty part as 0. Caught by: "refuses fewer or more than four numbers"
export * from "../../../solutions/02_addresses.ts";

export function parseIpv4(text: string): Uint8Array | null {
  const parts = text.split(".");
  const numbers = parts.map(Number);
  const isByte = (n: number) => Number.isInteger(n) && n >= 0 && n <= 255;
  if (parts.length !== 4 || !numbers.every(isByte)) return null;
  const plain = parts.every((part) => !/^0.|[^0-9]/.test(part));
  return plain ? Uint8Array.from(numbers) : null;
}
