/**
 * How long a test waits for a program: one limit, so that on a busy machine no
 * other one is met before it.
 *
 * @module
 */

/** A program that takes this long, or shows nothing new for this long, hangs: on a busy machine, too. In milliseconds. */
export const HANG_MS = 300_000;

/**
 * Kills a process that does not end in time.
 *
 * @param child The process.
 * @param ms In milliseconds.
 * @returns Called when it has ended, or may live on.
 */
export function killAfter(
  child: Deno.ChildProcess,
  ms: number = HANG_MS,
): () => void {
  const timer = setTimeout(() => child.kill("SIGKILL"), ms);
  return () => clearTimeout(timer);
}

/**
 * Asks again and again until something is so.
 *
 * @param isSo Asks.
 * @throws {Error} If it is not so after {@linkcode HANG_MS}.
 */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + HANG_MS;
  while (!await isSo()) {
    if (performance.now() > end) {
      throw new Error(`Cannot await ${isSo}: it took ${HANG_MS / 1000} s`);
    }
  }
}
