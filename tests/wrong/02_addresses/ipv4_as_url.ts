// Wrong: a URL reads octal, hexadecimal and missing numbers, as inet_addr() does. Caught by: "refuses fewer or more than four numbers"
export * from "../../../solutions/02_addresses.ts";

export function parseIpv4(text: string): Uint8Array | null {
  try {
    const { hostname } = new URL(`http://${text}/`);
    const numbers = hostname.split(".").map(Number);
    return numbers.length === 4 && !numbers.some(isNaN)
      ? Uint8Array.from(numbers)
      : null;
  } catch {
    return null;
  }
}
