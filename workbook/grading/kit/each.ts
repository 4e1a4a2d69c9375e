/**
 * A script that is played several times: with each of some values in turn.
 *
 * @module
 */

/** Values of which each is put in once. */
class Each {
  readonly values: readonly unknown[];

  constructor(values: readonly unknown[]) {
    this.values = values;
  }
}

/**
 * In `${…}` of a script: the check plays it once for each of these values, with
 * a server, or a call and connections, of its own. Several in one script are taken
 * side by side: the first of each, then the second of each.
 *
 * @param values At least one.
 */
export const each = (...values: unknown[]): object => new Each(values);

/**
 * What stands in `${…}`, for each time that a script is played.
 *
 * @throws {SyntaxError} If two lists are of different lengths, or one is empty.
 */
export function eachTime(given: readonly unknown[]): unknown[][] {
  const lengths = given.flatMap((value) =>
    value instanceof Each ? [value.values.length] : []
  );
  const count = lengths[0] ?? 1;
  if (count === 0 || lengths.some((length) => length !== count)) {
    throw new SyntaxError(
      `each(…) has ${
        lengths.join(" and ")
      } values; write as many in all of a script, and at least one`,
    );
  }
  return Array.from(
    { length: count },
    (_, i) =>
      given.map((value) => value instanceof Each ? value.values[i] : value),
  );
}
