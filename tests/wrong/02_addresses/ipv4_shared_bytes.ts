// Wrong: every call returns the same array, and overwrites what the one before returned. Caught by: "reads four numbers as four bytes"
export * from "../../../solutions/02_addresses.ts";

const address = new Uint8Array(4);

export function parseIpv4(text: string): Uint8Array | null {
  const parts = text.split(".");
  if (parts.length !== 4) return null;
  for (const [i, part] of parts.entries()) {
    if (!/^(0|[1-9][0-9]{0,2})$/.test(part) || Number(part) > 255) return null;
    address[i] = Number(part);
  }
  return address;
}
