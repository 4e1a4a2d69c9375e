/** The spread of some times. */
export interface Spread {
  low: number;
  median: number;
  /** 95 of 100 are not longer. */
  p95: number;
  high: number;
}

/**
 * The spread of some times.
 *
 * @param times At least one, in any unit.
 * @throws {RangeError} If there are none.
 */
export function spreadOf(times: readonly number[]): Spread {
  if (times.length === 0) {
    throw new RangeError(
      "Cannot compute the spread of 0 times: give at least 1",
    );
  }
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return {
    low: sorted[0],
    median: at(0.5),
    p95: at(0.95),
    high: sorted[sorted.length - 1],
  };
}
