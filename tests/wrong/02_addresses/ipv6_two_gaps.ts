// Wrong: a second :: is taken for one more gap. Caught by: "refuses a second ::"
import { parseIpv4 } from "../../../solutions/02_addresses.ts";

export * from "../../../solutions/02_addresses.ts";

export function parseIpv6(text: string): Uint8Array | null {
  const halves = text.split("::");
  const groups = halves.map((half, i) => {
    const parts = half === "" ? [] : half.split(":");
    const ipv4 = i === halves.length - 1 && parts.at(-1)?.includes(".")
      ? parseIpv4(parts.pop()!)
      : undefined;
    if (ipv4 === null) return [NaN];
    const numbers = parts.map((part) =>
      /^[0-9a-f]{1,4}$/i.test(part) ? parseInt(part, 16) : NaN
    );
    if (ipv4) {
      numbers.push(ipv4[0] << 8 | ipv4[1], ipv4[2] << 8 | ipv4[3]);
    }
    return numbers;
  });
  const [left, right = []] = groups;
  const missing = 8 - left.length - right.length;
  if (halves.length >= 2 ? missing < 1 : missing !== 0) return null;
  const all = [...left, ...new Array(missing).fill(0), ...right];
  if (all.some(isNaN)) return null;
  return Uint8Array.from(all.flatMap((group) => [group >> 8, group & 255]));
}
