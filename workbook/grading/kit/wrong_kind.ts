/**
 * Where to look when what came is of another kind than what is due: then no
 * question about its value helps.
 *
 * @module
 */
import { isBytes } from "../../sandbox/plain_bytes.ts";

/** Where to look when a number has a sign that it must not have. */
export const SIGNED = "which operation or method gives a number with a sign";

/** Where to look when nothing came. */
export const NO_RETURN =
  "which path through the function has no return, or returns undefined";

/**
 * Where to look when a value is of the wrong kind.
 *
 * @param came What came.
 * @param due The value that is due.
 * @param of What it is called.
 * @returns `undefined` if it is of the right kind.
 */
export function wrongKind(
  came: unknown,
  due: unknown,
  of = "the value that is returned",
): string | undefined {
  if (due === undefined) return;
  if (came === undefined) {
    return due === null
      ? "what is returned here: undefined is not null"
      : NO_RETURN;
  }
  if (due === null && (came === false || came === "")) {
    return `what is returned here: ${
      came === "" ? "a text" : came
    } is not null`;
  }
  // The question of its check tells of null, of an error, and of what an object has by itself.
  if (came === null || due === null || came instanceof Error) return;
  if (typeof came === "function") return;
  if (came instanceof Promise) return "which await is missing";
  if (isBytes(due)) {
    return isBytes(came)
      ? undefined
      : `of which kind is ${of}: is it a Uint8Array`;
  }
  if (typeof due === "number" && typeof came === "string") {
    return "is this a number, or a text of its digits";
  }
  if (
    typeof due !== typeof came || isBytes(came) ||
    Array.isArray(due) !== Array.isArray(came)
  ) {
    return `of which kind is ${of}: is it ${kindOf(due)}`;
  }
  return typeof due === "object" ? fieldOfWrongKind(came, due) : undefined;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  return typeof value === "object"
    ? "an object with these fields"
    : typeof value === "string"
    ? "a text"
    : `a ${typeof value}`;
}

function fieldOfWrongKind(came: unknown, due: object): string | undefined {
  for (const [name, own] of Object.entries(due)) {
    const field: unknown = Reflect.get(came as object, name);
    if (field === undefined && own !== undefined) {
      return Array.isArray(due)
        ? undefined
        : `where does the field ${name} get its value, and is its name spelled as it is expected`;
    }
    const isSigned = typeof own === "number" && own >= 0 &&
      typeof field === "number" && field < 0;
    const of = Array.isArray(due) ? undefined : `the field ${name}`;
    const asked = isSigned ? SIGNED : wrongKind(field, own, of);
    if (asked) return asked;
  }
}
