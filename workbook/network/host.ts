import { unsupported } from "./errors.ts";
import { pattern } from "../pattern.ts";

/** A host as a program gave it. */
export interface Host {
  /** What it gave. */
  readonly text: string;
  /** As the permissions name it: in lower case, an address in its shortest form, IPv6 in brackets. */
  readonly allowedAs: string;
}

/** Characters of a host name, as Deno sees it; what they mean is the resolver's affair. */
const NAME = pattern(/^[a-z0-9#._-]*$/i);

/** `127.0.0.1` and nothing shorter: what Deno knows as an address without asking the resolver. */
const DOTTED = pattern(/^(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}$/);

/** One part of the older forms: decimal, octal after `0`, hexadecimal after `0x`. */
const PART = pattern(/^(0x[0-9a-f]{1,8}|0[0-7]{0,11}|[1-9]\d{0,9})$/i);

/** A part that is octal. */
const OCTAL = pattern(/^0\d/);

/** What is in brackets, if a host is. */
const BRACKETS = pattern(/^\[(.*)\]$/);

/** What an IPv6 address is made of. */
const COLONS = pattern(/^[0-9a-f:.]*:[0-9a-f:.]*$/i);

function partOf(text: string): number {
  const octal = OCTAL.test(text);
  return octal ? parseInt(text, 8) : Number(text);
}

/** `127.0.0.1`, and the older forms of inet_aton(3): `127.1`, `0x7f.1`, `2130706433`. */
function ipv4(text: string): string | undefined {
  const parts = text.split(".");
  if (parts.length > 4 || !parts.every((part) => PART.test(part))) return;
  const bytes = parts.map(partOf);
  const last = bytes.pop()!;
  const missing = 4 - bytes.length;
  if (bytes.some((byte) => byte > 255) || last >= 256 ** missing) return;
  for (let i = missing - 1; i >= 0; i--) {
    bytes.push(Math.floor(last / 256 ** i) % 256);
  }
  return bytes.join(".");
}

/** An IPv6 address in its shortest form. */
function ipv6(text: string): string | undefined {
  if (!COLONS.test(text)) return;
  try {
    return new URL(`http://[${text}]`).hostname.slice(1, -1);
  } catch {
    return;
  }
}

/** Whether an IPv6 address is one of each link, so that it needs a zone: `fe80::/10`. */
export function isLinkLocal(address: string): boolean {
  return pattern(/^fe[89ab]/).test(address);
}

/** The IPv4 address within an IPv6 one: `::ffff:7f00:1` is 127.0.0.1. */
function mapped(address: string): string | undefined {
  const [, high, low] = pattern(/^::ffff:(\w+):(\w+)$/).exec(address) ?? [];
  if (low === undefined) return;
  return ipv4(`${parseInt(high, 16) * 65_536 + parseInt(low, 16)}`);
}

/**
 * Reads a host as Deno does before it asks for a permission.
 *
 * @param text An address, or a name.
 * @throws {URIError} If it can be neither.
 */
export function readHost(text: string): Host {
  // Nearly every host is one, and all that follows lets it pass.
  if (DOTTED.test(text)) return { text, allowedAs: text };
  const bare = text.replace(BRACKETS, "$1");
  // A zone, as in `fe80::1%eth0`, is no part of the address.
  const address = ipv6(bare.replace(pattern(/%.*$/), ""));
  if (address !== undefined) {
    return { text, allowedAs: mapped(address) ?? `[${address}]` };
  }
  // A net, such as `127.0.0.0/8`: the permissions know it, and the resolver does not.
  const [, net, bits] = pattern(/^([^/]+)\/(\d{1,3})$/).exec(text) ?? [];
  if (
    net !== undefined &&
    (DOTTED.test(net) ? Number(bits) <= 32 : ipv6(net) && Number(bits) <= 128)
  ) return { text, allowedAs: text };
  if (bare !== text) throw new URIError(`invalid IPv6 address: '${text}'`);
  const name = text.replace(pattern(/\.$/), "").toLowerCase();
  if (name === "") throw new URIError(`invalid empty host: '${text}'`);
  if (name !== text && (DOTTED.test(name) || ipv6(name) !== undefined)) {
    throw new URIError(`invalid host: '${name}'`);
  }
  if (!NAME.test(text)) {
    throw new URIError(
      `invalid host '${text}': invalid char found in FQDN`,
    );
  }
  if (name.split(".").includes("")) {
    throw new URIError(`invalid host '${text}': empty label found in FQDN`);
  }
  return { text, allowedAs: name };
}

/**
 * Finds the address of a host: a numeric one, or `localhost`, which is
 * 127.0.0.1 and nothing else. The model asks no name server.
 *
 * @throws {Deno.errors.NotSupported} If it is an address that is not modelled.
 * @throws {Error} If it cannot be looked up.
 */
export function resolve({ text }: Host): string {
  const bare = text.replace(BRACKETS, "$1");
  if (bare.toLowerCase() === "localhost") return "127.0.0.1";
  const [numeric, zone] = bare.split("%", 2);
  const six = ipv6(numeric);
  const beyond = six !== undefined &&
    (mapped(six) !== undefined || (zone !== undefined && isLinkLocal(six)));
  if (beyond) {
    throw unsupported(`the address ${bare}`, "use 127.0.0.0/8 or ::1");
  }
  // A zone means nothing to other addresses; its number is taken, its name is not.
  const known = zone === undefined ||
    (pattern(/^\d+$/).test(zone) && Number(zone) < 2 ** 32);
  if (six !== undefined && known) return six;
  const address = ipv4(bare);
  if (address !== undefined) return address;
  throw new Error(
    "failed to lookup address information: Name or service not known",
  );
}
