import { type Cause, Wrong } from "../../sandbox/fault.ts";
import { isBytes, plainBytes } from "../../sandbox/plain_bytes.ts";

/** The first byte that differs; -1 if none does. */
export function firstDifference(a: Uint8Array, b: Uint8Array): number {
  const shorter = Math.min(a.length, b.length);
  let at = 0;
  // Many megabytes are compared four bytes at a time, where both begin so.
  if (a.byteOffset % 4 === 0 && b.byteOffset % 4 === 0) {
    const count = shorter >> 2;
    const [left, right] = [a, b].map(({ buffer, byteOffset }) =>
      new Uint32Array(buffer, byteOffset, count)
    );
    let same = 0;
    while (same < count && left[same] === right[same]) same++;
    at = 4 * same;
  }
  for (; at < shorter; at++) if (a[at] !== b[at]) return at;
  return a.length === b.length ? -1 : shorter;
}

/**
 * Expects these bytes and no others. Of long ones the fault shows where they
 * begin to differ.
 *
 * @throws {Wrong} If others came.
 */
export function sameBytes(
  came: unknown,
  expected: Uint8Array,
  telling: { did: string; lookAt?: string; cause?: Cause },
): void {
  const { did, lookAt } = telling;
  if (!isBytes(came)) {
    throw new Wrong({
      cause: "wrong-value",
      did,
      expected: `a Uint8Array of ${expected.length} bytes`,
      came: came === null ? "null" : typeof came,
      lookAt,
    });
  }
  const bytes = plainBytes(came);
  const at = firstDifference(bytes, expected);
  if (at < 0) return;
  const isCut = at === bytes.length;
  const isLonger = at === expected.length;
  const from = isCut ? 0 : Math.max(0, at - 8);
  throw new Wrong({
    cause: telling.cause ?? "wrong-bytes",
    did,
    lookAt: isLonger ? "which bytes of the buffer did read() fill?" : lookAt,
    what: isCut
      ? `only the first ${bytes.length} of ${expected.length} bytes came`
      : isLonger
      ? `${
        bytes.length - at
      } more bytes came than the ${expected.length} expected`
      : `byte ${at} is the first that differs`,
    expected: expected.subarray(from),
    came: bytes.subarray(from),
  });
}
