/**
 * Cuts bytes into pieces.
 *
 * @param sizes The size of each piece in turn, in bytes; the last is repeated.
 */
export function* cut(
  bytes: Uint8Array,
  sizes: readonly number[],
): Generator<Uint8Array> {
  let at = 0;
  for (let i = 0; at < bytes.length; i++) {
    const size = sizes[Math.min(i, sizes.length - 1)];
    yield bytes.subarray(at, at += size);
  }
}
