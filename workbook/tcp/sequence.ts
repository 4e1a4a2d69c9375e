/** How many sequence numbers there are: 2^32 (RFC 9293 section 3.4). */
export const SEQUENCE_SPACE: number = 2 ** 32;

/** What was given, if it is a sequence number. */
function checked(sequence: number): number {
  if (
    !Number.isInteger(sequence) || sequence < 0 || sequence >= SEQUENCE_SPACE
  ) {
    throw new RangeError(
      `Cannot use ${sequence} as a sequence number: it is an integer from 0 to ${
        SEQUENCE_SPACE - 1
      }`,
    );
  }
  return sequence;
}

/**
 * Counts on from a sequence number. After 4294967295 comes 0.
 *
 * @param sequence Where to start.
 * @param count How many to go on, a safe integer; a negative count goes back.
 * @returns A number from 0 to 4294967295.
 * @throws {RangeError} If `sequence` is no sequence number or `count` no safe integer.
 */
export function add(sequence: number, count: number): number {
  if (!Number.isSafeInteger(count)) {
    throw new RangeError(
      `Cannot add ${count} to a sequence number: it is a safe integer`,
    );
  }
  const step = count % SEQUENCE_SPACE;
  return (checked(sequence) + step + SEQUENCE_SPACE) % SEQUENCE_SPACE;
}
