/**
 * The fields of a result that a contract names: what else it holds, and of which
 * class it is, is its own business.
 *
 * @module
 */

/**
 * A plain object with these fields of an object, and no others.
 *
 * @param value What came.
 * @param names The fields, with blanks between them: `type length id`.
 * @returns What came, where that is no object.
 */
export function onlyFields<T>(value: T, names: string): T {
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    names.split(" ").map((name) => [name, Reflect.get(value, name)]),
  ) as T;
}
