/** Thrown by {@linkcode todo}: the function was called, but nobody has written it yet. */
export class NotStarted extends Error {
  override name = "NotStarted";
}

/**
 * Marks a function of an exercise as not written yet. Replace the call with
 * your own code: while a function still calls `todo()`, its checks are ignored.
 *
 * @param what What to write, in one sentence.
 * @throws {NotStarted} Always.
 */
export function todo(what: string): never {
  throw new NotStarted(`Not written yet: ${what}`);
}
