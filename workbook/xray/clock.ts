/** Wall time minus the monotonic clock, in milliseconds; exact to a few microseconds. */
function findOffset(): number {
  // Date.now() knows whole milliseconds only: the moment it changes is exact.
  const first = Date.now();
  while (true) {
    const wall = Date.now();
    if (wall !== first) return wall - performance.now();
  }
}

/**
 * A clock that agrees with the times of strace.
 *
 * @returns A function that gives milliseconds since 1970, with fractions.
 */
export function wallClock(): () => number {
  const offset = findOffset();
  return () => offset + performance.now();
}
