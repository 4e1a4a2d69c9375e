import { type Fault, Wrong } from "../../sandbox/fault.ts";
import { hasShortRead } from "./read_results.ts";
import { pattern } from "../../pattern.ts";

/** So many bytes of zero in a row are a buffer that was not filled. */
const ZEROS = 16;
const ZEROS_IN_TEXT = pattern(
  new RegExp(String.raw`(?:\\u0000|\\x00|\0){${ZEROS}}`),
);

/**
 * An error whose fault shows one of the usual mistakes asks about that one,
 * whatever its check asks.
 *
 * @param error What a check threw.
 */
export function plainCause(error: unknown): unknown {
  if (!(error instanceof Wrong)) return error;
  const { fault } = error;
  if (!isWholeBuffer(fault)) return error;
  return new Wrong({
    ...fault,
    lookAt:
      "what is done with n, which read() gave: only the first n bytes of the buffer came with it",
  });
}

/** Whether what came ends in zeros that nobody sent: the rest of a buffer. */
function isWholeBuffer({ did, expected, came }: Fault): boolean {
  if (!hasShortRead() || hasZeros(expected)) return false;
  // A whole buffer that a call gives is longer; a stream is told in pieces.
  const room = typeof expected === "object" ? expected.length : 0;
  if (did && typeof came === "object" && came.length <= room) return false;
  return hasZeros(came) || isOnlyZeros(came);
}

/** A word that was sent has no zeros, a buffer has nothing else. */
function isOnlyZeros(value: string | Uint8Array | undefined): boolean {
  return typeof value === "object" && value.length >= 4 &&
    value.every((byte) => byte === 0);
}

function hasZeros(value: string | Uint8Array | undefined): boolean {
  if (typeof value === "string") return ZEROS_IN_TEXT.test(value);
  let run = 0;
  return value?.some((byte) => (run = byte === 0 ? run + 1 : 0) === ZEROS) ??
    false;
}
