/**
 * What calls of a submission gave stays as it was, whatever is called next: an
 * object, a list or bytes that two calls share hold what the last one wrote.
 *
 * @module
 */
import { isBytes, plainBytes } from "../../sandbox/plain_bytes.ts";
import { equal, isEqual } from "./expect.ts";
import { literal } from "./literal.ts";

/** A call, and a copy of what it gave. */
interface Given {
  name: string;
  args: readonly unknown[];
  value: unknown;
  was: unknown;
}

/** So many bytes, values and characters of names are copied in one check; what comes then is not remembered. */
const ROOM = 2 ** 20;

/** What is no data: it has code of its own, and may change by itself. */
class NoData extends Error {}

let room = ROOM;
/** Of the check that runs, and of the one before. */
let given: Given[] = [];
let earlier: Given[] = [];

/** A copy of bytes, lists and plain objects, made without a call of theirs. */
function copyOf(value: unknown): unknown {
  room--;
  if (typeof value === "function") throw new NoData();
  if (typeof value !== "object" || !value) return value;
  if (isBytes(value)) {
    const bytes = plainBytes(value);
    room -= bytes.length;
    if (room < 0) throw new NoData();
    return bytes.slice();
  }
  const isList = Array.isArray(value);
  const kind = Reflect.getPrototypeOf(value);
  if (room < 0 || !isList && kind && kind !== Object.prototype) {
    throw new NoData();
  }
  const copy: Record<PropertyKey, unknown> | unknown[] = isList ? [] : {};
  for (const key of Reflect.ownKeys(value)) {
    const field = Reflect.getOwnPropertyDescriptor(value, key)!;
    if (!("value" in field)) throw new NoData();
    Reflect.set(copy, key, copyOf(field.value));
  }
  return copy;
}

/** A copy of data; `undefined` of everything else. */
function dataOf(value: unknown): unknown {
  if (typeof value !== "object") return;
  try {
    return copyOf(value);
  } catch {
    // A Proxy may throw, too: what it stands for is no data.
  }
}

/** Begins a check: what was given before the last one is forgotten. */
export function beginGiven(): void {
  earlier = given;
  given = [];
  room = ROOM;
}

/** Forgets what was given: it is another submission's. */
export function forgetGiven(): void {
  earlier = given = [];
}

/** Remembers what a call gave, if it is data. */
export function rememberGiven(
  name: string,
  args: readonly unknown[],
  value: unknown,
): void {
  const was = dataOf(value);
  if (was !== undefined) given.push({ name, args, value, was });
}

/** An argument as a learner would write it; a connection has no such form. */
const shown = (arg: unknown) =>
  dataOf(arg) === undefined && typeof arg === "object" ? "…" : literal(arg);

/**
 * Expects that everything is as it was given.
 *
 * @throws {Wrong} If a later call has changed it.
 */
export function expectUnchanged(): void {
  for (const { name, args, value, was } of [...earlier, ...given]) {
    if (isEqual(value, was)) continue;
    forgetGiven(); // The next check is not to be blamed for it.
    equal(value, was, {
      did: `${name}(${
        args.map(shown).join(", ")
      }), looked at after the next calls`,
      lookAt:
        "where do you make what you return: in each call, or once for all calls",
    });
  }
}
