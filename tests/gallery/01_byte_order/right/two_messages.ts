// Right: a value that is too small is told the smallest one, a value that is too large the largest one.
import type { ByteOrder, Header } from "../../../../solutions/01_byte_order.ts";
export * from "../../../../solutions/01_byte_order.ts";

function check(value: number, largest: number): void {
  if (!Number.isInteger(value)) {
    throw new RangeError(`${value} is not a whole number`);
  }
  if (value < 0) {
    throw new RangeError(`${value} is too small: the smallest value is 0`);
  }
  if (value > largest) {
    throw new RangeError(`${value} is too large: the largest is ${largest}`);
  }
}

export function htons(value: number, host: ByteOrder): number {
  check(value, 65535);
  if (host === "big-endian") return value;
  return value >> 8 | (value & 255) << 8;
}

export function htonl(value: number, host: ByteOrder): number {
  check(value, 4294967295);
  if (host === "big-endian") return value;
  let result = 0;
  for (let i = 0; i < 4; i++) {
    result = result * 256 + value % 256;
    value = Math.floor(value / 256);
  }
  return result;
}

export const ntohs = htons;
export const ntohl = htonl;

export function encodeHeader({ type, length, id }: Header): Uint8Array {
  check(type, 255);
  check(length, 65535);
  check(id, 4294967295);
  return Uint8Array.of(
    type,
    length >> 8,
    length & 255,
    id >>> 24,
    id >>> 16 & 255,
    id >>> 8 & 255,
    id & 255,
  );
}
