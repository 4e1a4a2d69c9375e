/**
 * What is made when a check first needs it, and kept: 16 MB take longer to make
 * than to send.
 *
 * @module
 */

/** Makes something at the first call, and gives the same at every later one. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
