import type { Endpoint } from "../endpoint.ts";
import type { SocketRow } from "../kernel/mod.ts";
import { osError, unsupported } from "./errors.ts";
import { type Host, isLinkLocal, resolve } from "./host.ts";

/** The broadcast addresses: of 127.0.0.0/8, and of any net. */
const BROADCAST = ["127.255.255.255", "255.255.255.255"];

/** Family of an address, as the kernel's tables are split. */
export type Family = SocketRow["family"];

/**
 * Checks a port as Deno does. A text of digits counts as its number.
 *
 * @param port What the program gave.
 * @param least The smallest port allowed: 0 for a listener, 1 for a peer.
 * @throws {RangeError} If it is out of range.
 * @throws {TypeError} If it is no whole number.
 */
export function checkedPort(port: unknown, least: 0 | 1): number {
  if (typeof port !== "number" && typeof port !== "string") {
    throw new TypeError(`Invalid port (expected number): ${port}`);
  }
  const value = port === "" ? NaN : Number(port);
  if (!Number.isInteger(value)) {
    const shown = typeof port === "string" && Number.isNaN(value)
      ? `'${port}'`
      : port;
    throw new TypeError(`Invalid port: ${shown}`);
  }
  if (value < least || value > 65_535) {
    throw new RangeError(`Invalid port (out of range): ${port}`);
  }
  return value;
}

/** Family of a numeric address. */
export function familyOf(address: string): Family {
  return address.includes(":") ? "ipv6" : "ipv4";
}

function isLoopback(address: string): boolean {
  return address.startsWith("127.") || address === "::1";
}

/** Whether an address stands for all of its machine. */
export function isWildcard(address: string): boolean {
  return address === "0.0.0.0" || address === "::";
}

/** Whether an address stands for many machines. */
function isMany(address: string): boolean {
  return BROADCAST.includes(address) || isMulticast(address);
}

function isMulticast(address: string): boolean {
  if (familyOf(address) === "ipv6") return address.startsWith("ff");
  const first = Number(address.split(".")[0]);
  return first >= 224 && first < 240;
}

/**
 * An address to listen on. Linux lets a program listen on an IPv4 address of
 * many machines, although nobody can connect to one.
 *
 * @throws {TypeError} If it is an IPv6 address of many machines, or of no link in particular.
 * @throws {Deno.errors.AddrNotAvailable} If this machine does not have it.
 */
export function localAddress(host: Host): string {
  const address = resolve(host);
  if (familyOf(address) === "ipv4" && isMany(address)) return address;
  if (isMulticast(address) || isLinkLocal(address)) throw osError("EINVAL");
  if (!isLoopback(address) && !isWildcard(address)) {
    throw osError("EADDRNOTAVAIL");
  }
  return address;
}

/**
 * An address to connect to, and the one to connect from. The wildcard stands
 * for this machine.
 *
 * @throws {Deno.errors.NotSupported} If it is on another machine.
 * @throws {Deno.errors.NetworkUnreachable} If it stands for many machines: a
 * connection has one peer.
 * @throws {TypeError} If it is an address of no link in particular.
 */
export function remoteAddress(
  host: Host,
): { source: string; destination: string } {
  const address = resolve(host);
  if (address === "0.0.0.0") {
    return { source: "127.0.0.1", destination: "127.0.0.1" };
  }
  if (address === "::" || address === "::1") {
    return { source: "::1", destination: "::1" };
  }
  if (isMany(address)) throw osError("ENETUNREACH");
  if (isLinkLocal(address)) throw osError("EINVAL");
  if (isLoopback(address)) return { source: "127.0.0.1", destination: address };
  throw unsupported(
    `the address ${address}`,
    "connect to 127.0.0.0/8 or ::1",
  );
}

/** Whether a socket bound to one address receives what is meant for another. */
export function covers(bound: string, address: string): boolean {
  if (bound === address || bound === "::") return true;
  return bound === "0.0.0.0" && familyOf(address) === "ipv4";
}

/** Whether two addresses cannot both be bound to one port. */
export function conflict(a: string, b: string): boolean {
  return covers(a, b) || covers(b, a);
}

/** An endpoint as `localAddr` shows it: a plain record without a prototype. */
export function netAddr({ hostname, port }: Endpoint): Deno.NetAddr {
  return Object.assign(Object.create(null), {
    hostname,
    port,
    transport: "tcp",
  });
}
