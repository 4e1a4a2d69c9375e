/** So many bytes of one segment are shown at most. */
const SEGMENT_BYTES = 256;

/** When so many bytes of a recording are shown, few of each further segment are. */
const ALL_BYTES = 200_000;
const FEW_BYTES = 16;

/**
 * Writes bytes as hexadecimal digits.
 *
 * @param bytes The bytes.
 * @param most How many of them at most.
 */
export function hexOf(bytes: Uint8Array, most: number): string {
  return bytes.subarray(0, most).toHex();
}

/** The bytes that a recording shows: a part of each segment, and not too many in all. */
export class ShownBytes {
  #count = 0;

  /** The first bytes of a payload, as hexadecimal digits. */
  show(data: Uint8Array): string {
    const hex = hexOf(
      data,
      this.#count < ALL_BYTES ? SEGMENT_BYTES : FEW_BYTES,
    );
    this.#count += hex.length / 2;
    return hex;
  }
}
