import { type Cause, Wrong } from "../../sandbox/fault.ts";
import { isBytes, plainBytes } from "../../sandbox/plain_bytes.ts";

/** The first byte that differs; -1 if none does. */
export function firstDifference(a: Uint8Array, b: Uint8Array): number {
  const shorter = Math.min(a.length, b.length);
  let at = 0;
  // Many megabytes are compared four bytes at a time, where both lie alike.
  if ((a.byteOffset - b.byteOffset) % 4 === 0) {
    const odd = Math.min(shorter, -a.byteOffset & 3);
    while (at < odd && a[at] === b[at]) at++;
    if (at === odd && odd < shorter) {
      at += 4 * sameWords(a, b, odd, (shorter - odd) >> 2);
    }
  }
  for (; at < shorter; at++) if (a[at] !== b[at]) return at;
  return a.length === b.length ? -1 : shorter;
}

/** How many of so many words of four bytes are the same, from this byte on. */
function sameWords(
  a: Uint8Array,
  b: Uint8Array,
  from: number,
  count: number,
): number {
  const left = new Uint32Array(a.buffer, a.byteOffset + from, count);
  const right = new Uint32Array(b.buffer, b.byteOffset + from, count);
  let same = 0;
  while (same < count && left[same] === right[same]) same++;
  return same;
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
