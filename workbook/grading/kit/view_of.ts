/**
 * Bytes as a view: an array that is a part of a larger buffer.
 *
 * @module
 */

/**
 * The same bytes in the middle of a larger buffer: who forgets `byteOffset` reads
 * others.
 *
 * @param at Where they begin.
 * @param around The byte that stands around them.
 */
export function viewOf(
  bytes: Uint8Array,
  at: number = 5,
  around: number = 0x5a,
): Uint8Array<ArrayBuffer> {
  const buffer = new Uint8Array(at + bytes.length + 6).fill(around);
  buffer.set(bytes, at);
  return buffer.subarray(at, at + bytes.length);
}
