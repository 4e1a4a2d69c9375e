/**
 * Says which fields an object lacks.
 *
 * @param value What came.
 * @param names The fields that it should have.
 * @returns `undefined` if it has them all, or is no object.
 */
export function missingFields(
  value: unknown,
  names: readonly string[],
): string | undefined {
  if (typeof value !== "object" || value === null) return;
  const missing = names.filter((name) =>
    Reflect.get(value, name) === undefined
  );
  if (missing.length === 0) return;
  if (missing.length === 1) return `the field ${missing[0]} is missing`;
  return `the fields ${missing.slice(0, -1).join(", ")} and ${
    missing.at(-1)
  } are missing`;
}
