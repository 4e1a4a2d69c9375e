import { counted } from "../../counted.ts";
import { type Cause, Wrong } from "../../sandbox/fault.ts";
import { isBytes, plainBytes } from "../../sandbox/plain_bytes.ts";
import { show } from "./expect.ts";
import { firstDifference } from "./first_difference.ts";
import { wrongKind } from "./wrong_kind.ts";

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
      expected: `a Uint8Array of ${counted(expected.length, "byte")}`,
      came: show(came),
      lookAt: wrongKind(came, expected) ?? lookAt,
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
      ? `only the first ${bytes.length} of ${
        counted(expected.length, "byte")
      } came`
      : isLonger
      ? `${
        bytes.length - at
      } more bytes came than the ${expected.length} expected`
      : `byte ${at} is the first that differs`,
    expected: expected.subarray(from),
    came: bytes.subarray(from),
  });
}
