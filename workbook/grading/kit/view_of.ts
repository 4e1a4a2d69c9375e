/**
 * Bytes as a view: an array that is a part of a larger buffer.
 *
 * @module
 */

/** What stands around the view. */
const AROUND = 0x5a;

/** The same bytes in the middle of a larger buffer: who forgets `byteOffset` reads others. */
export function viewOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const buffer = new Uint8Array(bytes.length + 11).fill(AROUND);
  buffer.set(bytes, 5);
  return buffer.subarray(5, 5 + bytes.length);
}
