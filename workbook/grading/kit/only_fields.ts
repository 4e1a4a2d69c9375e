/**
 * The fields of a result that a contract names: what else it holds, and of which
 * class it is, is its own business.
 *
 * @module
 */
import { isBytes } from "../../sandbox/plain_bytes.ts";

/**
 * A plain object with these fields of an object, and no others.
 *
 * @param value What came.
 * @param names The fields, with blanks between them: `type length id`.
 * @returns What came, where that is no object, or a list or bytes.
 */
export function onlyFields<T>(value: T, names: string): T {
  const isObject = typeof value === "object" && value !== null;
  if (!isObject || isBytes(value) || Array.isArray(value)) return value;
  return Object.fromEntries(
    names.split(" ").map((name) => [name, Reflect.get(value, name)]),
  ) as T;
}
