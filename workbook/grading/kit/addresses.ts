/**
 * Addresses as texts and as bytes, made without the submission: samples, all
 * their spellings, and those that are nearly the same.
 *
 * @module
 */
import { such } from "./expectations.ts";
import { show } from "./expect.ts";
import * as random from "./random.ts";
import type { Endpoint } from "../../endpoint.ts";
import { pattern } from "../../pattern.ts";

/** So many values. */
export const times = <T>(length: number, make: (i: number) => T): T[] =>
  Array.from({ length }, (_, i) => make(i));

/** Sixteen bytes of eight groups. */
export function fromGroups(
  groups: readonly number[],
): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(groups.flatMap((g) => [g >> 8, g & 0xff]));
}

/**
 * Sixteen bytes of eight groups in hexadecimal: `fe80 0 0 0 0 0 0 1`.
 *
 * @throws {RangeError} If the text is none: with what to write.
 */
export function ofGroups(text: string): Uint8Array<ArrayBuffer> {
  if (!pattern(/^([\da-f]{1,4} ){7}[\da-f]{1,4}$/i).test(text)) {
    throw new RangeError("write eight groups: fe80 0 0 0 0 0 0 1");
  }
  return fromGroups(text.split(" ").map((group) => parseInt(group, 16)));
}

/** The eight groups of sixteen bytes in full: `fe80:0000:…`. */
export const inFull = (bytes: Uint8Array): string =>
  bytes.toHex().replace(pattern(/....(?=.)/g), "$&:");

/** The short form by the URL standard: RFC 5952, but a mapped address in hexadecimal. */
export const byUrl = (text: string): string =>
  new URL(`http://[${text}]`).hostname.slice(1, -1);

/** Sixteen bytes of any text of an IPv6 address. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const [left, right = []] = byUrl(text).split("::").map((half) =>
    half.split(":").filter(Boolean).map((group) => parseInt(group, 16))
  );
  const zeros = times(8 - left.length - right.length, () => 0);
  return fromGroups([...left, ...zeros, ...right]);
}

/** The IPv4-mapped address of an IPv4 address. */
export const mapped = (ipv4: string): Uint8Array<ArrayBuffer> =>
  bytesOf(`::ffff:${ipv4}`);

/** Some IPv4 address. */
export const anyIpv4 = (): string => random.bytes(4).join(".");

/** The eight groups of some IPv6 address with no IPv4 address in it: about half are zero. */
export function anyGroups(): number[] {
  const groups = times(
    8,
    () => random.integer(0, 1) * random.integer(1, 0xffff),
  );
  groups[0] ||= 0x2001;
  return groups;
}

/** Some IPv6 address, in its short form. */
export const anyIpv6 = (): string => byUrl(inFull(fromGroups(anyGroups())));

/** One of the many spellings of an IPv6 address. */
export function anySpelling(groups: readonly number[] = anyGroups()): string {
  const parts = groups.map((group) => {
    const digits = group.toString(16);
    const padded = digits.padStart(random.integer(digits.length, 4), "0");
    return random.integer(0, 1) ? padded.toUpperCase() : padded;
  });
  const dotted = random.integer(0, 2) === 0;
  if (dotted) {
    parts.splice(6, 2, fromGroups(groups).subarray(12).join("."));
  }
  // Some run of zeros, not always the longest, may be left out.
  const from = random.integer(0, 7);
  let to = from;
  while (to < (dotted ? 6 : 8) && groups[to] === 0) to++;
  if (to === from) return parts.join(":");
  return `${parts.slice(0, from).join(":")}::${parts.slice(to).join(":")}`;
}

/** Numbers that differ in one bit from another. */
export const oneBitOff = (number: number, bits: number): number[] =>
  times(bits, (bit) => number ^ 1 << bit);

/** Bytes that differ in one bit from others. */
export const oneBitOffBytes = (bytes: Uint8Array): Uint8Array[] =>
  [...bytes].flatMap((byte, at) =>
    oneBitOff(byte, 8).map((other) => bytes.with(at, other))
  );

/** An IPv4-mapped address with one bit of its first 12 bytes turned over: twelve of them. */
export const almostMapped = (ipv4: string): Uint8Array[] =>
  times(12, (i) => mapped(ipv4).map((byte, at) => byte ^ +(at === i)));

/** A text with white space, or what Unicode takes for it, before or after. */
export const withWhiteSpace = (text: string): string[] =>
  [..." \t\n\r\v\0\u00a0\ufeff\u2028"].flatMap((c) => [c + text, text + c]);

/**
 * Expects an endpoint, in any spelling of its address, whatever else the object
 * holds. An IPv4-mapped address may be given as its IPv4 address.
 */
export function spelled(due: Endpoint) {
  const plain = (hostname: unknown) => {
    if (typeof hostname !== "string" || !hostname.includes(":")) {
      return hostname;
    }
    try {
      return byUrl(hostname);
    } catch {
      return hostname;
    }
  };
  const address = plain(due.hostname);
  const isMapped = due.hostname.startsWith("::ffff:");
  return such<Endpoint | null>(
    () => show(due),
    (came) =>
      came?.port === due.port && (plain(came.hostname) === address ||
        isMapped && plain(`::ffff:${came.hostname}`) === address),
    due,
  );
}
