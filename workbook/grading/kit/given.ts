/**
 * What calls of a submission gave stays as it was, whatever is called next: an
 * object, a list or bytes that two calls share hold what the last one wrote.
 * What they were given is the caller's, and stays as it was, too.
 *
 * @module
 */
import { Wrong } from "../../sandbox/fault.ts";
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

/** An object or a list that a call was given, and its fields before the call. */
interface Taken {
  name: string;
  value: object;
  was: Map<PropertyKey, unknown>;
  isOpen: boolean;
}

let room = ROOM;
/** Of the check that runs. */
let taken: Taken[] = [];
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
  taken = [];
  room = ROOM;
}

/** Forgets what was given: it is another submission's. */
export function forgetGiven(): void {
  earlier = given = [];
  taken = [];
}

/** Objects and lists that a call is given, before it is made. */
export function rememberArguments(
  name: string,
  args: readonly unknown[],
): void {
  for (const value of args) {
    if (typeof value !== "object" || !value || isBytes(value)) continue;
    const kind = Reflect.getPrototypeOf(value);
    if (!Array.isArray(value) && kind && kind !== Object.prototype) continue;
    const was = fieldsOf(value);
    room -= was.size;
    if (room < 0) return;
    taken.push({ name, value, was, isOpen: Object.isExtensible(value) });
  }
}

/** The own fields of an object. What they hold is not looked into. */
function fieldsOf(value: object): Map<PropertyKey, unknown> {
  const fields = Reflect.ownKeys(value).map((key) => {
    const field = Reflect.getOwnPropertyDescriptor(value, key)!;
    return [key, field.get ?? field.value] as const;
  });
  return new Map(fields);
}

/**
 * Expects that objects and lists are as the calls of this check found them.
 *
 * @throws {Wrong} If one was written to, or frozen.
 */
function expectArgumentsUnchanged(): void {
  for (const { name, value, was, isOpen } of taken) {
    const fields = fieldsOf(value);
    const changed = [...was.keys(), ...fields.keys()].find((key) =>
      !was.has(key) || !fields.has(key) ||
      !Object.is(was.get(key), fields.get(key))
    );
    const isFrozen = isOpen && !Object.isExtensible(value);
    if (changed === undefined && !isFrozen) continue;
    forgetGiven(); // The next check is not to be blamed for it.
    throw new Wrong({
      cause: "wrong-value",
      did: `${name}(…), then look at what it was given`,
      expected: "everything as the caller made it",
      came: changed === undefined
        ? "an object that its caller cannot change any more"
        : `${placeIn(value, changed)} has changed`,
      lookAt: "which statement writes to an argument, or freezes it",
    });
  }
}

/**
 * From here on a check may change the objects and lists that its calls were given.
 *
 * @throws {Wrong} If a call has changed one.
 */
export function releaseArguments(): void {
  expectArgumentsUnchanged();
  taken = [];
}

/** A field of an object, in words. */
function placeIn(value: object, key: PropertyKey): string {
  if (!Array.isArray(value)) return `an object whose field ${literal(key)}`;
  return key === "length"
    ? "a list whose length"
    : `a list whose item ${String(key)}`;
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
 * Expects that everything is as it was given: to the calls, and by them.
 *
 * @throws {Wrong} If a call has changed it.
 */
export function expectUnchanged(): void {
  expectArgumentsUnchanged();
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
