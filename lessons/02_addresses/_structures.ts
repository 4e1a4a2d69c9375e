import {
  askWhoAmI,
  encodeSockaddr,
  formatIpv6,
  parseIpv4,
  parseIpv6,
  startWhoAmI,
} from "../../solutions/02_addresses.ts";
import type { BytesEvent } from "../../workbook/demo/events.ts";
import { formatEndpoint, machineByteOrder } from "../../workbook/kernel/mod.ts";

// What Deno does inside, the model answer makes visible.
export { askWhoAmI, formatIpv6, parseIpv4, parseIpv6, startWhoAmI };

/** The fields of the two Internet structures, and their lengths in bytes. */
const FIELDS: Record<number, BytesEvent["fields"]> = {
  16: [
    { length: 2, name: "sin_family, order of this machine" },
    { length: 2, name: "sin_port, network order" },
    { length: 4, name: "sin_addr" },
    { length: 8, name: "sin_zero, not used" },
  ],
  28: [
    { length: 2, name: "sin6_family, order of this machine" },
    { length: 2, name: "sin6_port, network order" },
    { length: 4, name: "sin6_flowinfo" },
    { length: 16, name: "sin6_addr" },
    { length: 4, name: "sin6_scope_id" },
  ],
};

/** The structure of an Internet address. Deno makes it inside; the model answer makes it visible. */
export function inetStructure(addr: Deno.NetAddr): BytesEvent {
  const bytes = encodeSockaddr(addr, machineByteOrder());
  const name = bytes.length === 16 ? "sockaddr_in" : "sockaddr_in6";
  return structureOf(`${name} of ${formatEndpoint(addr)}`, bytes);
}

/** The bytes of an Internet structure, with its fields. */
export function structureOf(title: string, bytes: Uint8Array): BytesEvent {
  return { type: "bytes", title, bytes, fields: FIELDS[bytes.length] };
}

/** The structure of a Unix-domain address, as far as bind() is told to look. */
export function unixStructure(path: string): BytesEvent {
  const name = new TextEncoder().encode(`${path}\0`);
  const bytes = new Uint8Array(2 + name.length);
  const AF_UNIX = 1;
  const isLittle = machineByteOrder() === "little-endian";
  new DataView(bytes.buffer).setUint16(0, AF_UNIX, isLittle);
  bytes.set(name, 2);
  const fields = [{ length: 2, name: "sun_family, order of this machine" }];
  for (let at = 0; at < name.length - 1; at += 8) {
    const length = Math.min(8, name.length - 1 - at);
    fields.push({ length, name: at === 0 ? "sun_path, at most 108" : "" });
  }
  fields.push({ length: 1, name: "the NUL that ends it" });
  return { type: "bytes", title: "sockaddr_un of the path", bytes, fields };
}
