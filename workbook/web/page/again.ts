/**
 * Asking again for what a browser could not fetch: on a busy machine, or on a
 * line that comes and goes, it gives up a fetch now and then.
 *
 * @module
 */

/** How often something is asked for. */
export const TRIES = 4;

/** Time before the second try, in milliseconds; doubled before each further one. */
const AGAIN_MS = 50;

// A submission may replace it.
const { setTimeout } = globalThis;

/**
 * Waits before something is tried again.
 *
 * @param tried How often it was tried already.
 */
export function beforeNext(tried: number): Promise<void> {
  return new Promise((resolve) =>
    setTimeout(resolve, AGAIN_MS * 2 ** (tried - 1))
  );
}

/**
 * Tries something until it succeeds, a few times.
 *
 * @param attempt Tries it; it is told the number of the try, from 1.
 * @returns What the first try that succeeded gave.
 * @throws {TypeError} If none did: so a browser names a file that it could not
 * fetch. Any other error at once.
 */
export async function withTries<T>(
  attempt: (number: number) => Promise<T>,
): Promise<T> {
  for (let tried = 1;; tried++) {
    try {
      return await attempt(tried);
    } catch (error) {
      if (!(error instanceof TypeError) || tried === TRIES) throw error;
      await beforeNext(tried);
    }
  }
}
