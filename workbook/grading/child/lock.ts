/**
 * Locking one object: its properties stay as they are, and none is added.
 *
 * @module
 */

const { defineProperty, getOwnPropertyDescriptor, ownKeys } = Reflect;

/**
 * What programs, and `node:` itself, assign to objects of their own: then the
 * inherited one must be writable. `integrity.ts` watches these.
 */
export const ASSIGNED: PropertyKey[] = [
  "constructor",
  Symbol.species,
  "toString",
  "toLocaleString",
  "valueOf",
  "name",
  "message",
  "stackTraceLimit",
];

/** Objects that `node:buffer` and `node:process` inherit from, and then assign to. Both are loaded when somebody needs them. */
const INHERITED: object[] = [
  Object.getPrototypeOf(Uint8Array),
  Object.getPrototypeOf(Uint8Array.prototype),
  Set.prototype,
];

/** V8 iterates over arrays of bytes in a fast way as long as this is a plain method. */
const { iterator } = Symbol;
const bytes = Object.getPrototypeOf(Uint8Array.prototype);

/**
 * A method that cannot be replaced here; an object that inherits it may still
 * have its own.
 */
export function shadowable(
  owner: object,
  key: PropertyKey,
): PropertyDescriptor {
  const method = Reflect.get(owner, key);
  return {
    configurable: false,
    get: () => method,
    set(this: object, value: unknown) {
      if (this === owner) {
        throw new TypeError(
          `Cannot assign to read only property '${String(key)}'`,
        );
      }
      // An object that is locked itself stays as it is.
      defineProperty(this, key, {
        value,
        writable: true,
        enumerable: true,
        configurable: true,
      });
    },
  };
}

/**
 * Fixes the properties of an object and lets none be added. Some stay writable:
 * {@linkcode ASSIGNED}.
 *
 * @param object The object.
 * @param isInherited Whether an object below may have its own of the same names.
 */
export function lock(
  object: object,
  isInherited = INHERITED.includes(object),
): void {
  for (const key of ownKeys(object)) {
    const { configurable, writable } = getOwnPropertyDescriptor(object, key)!;
    if (!configurable || ASSIGNED.includes(key)) continue;
    defineProperty(
      object,
      key,
      isInherited && writable && (object !== bytes || key !== iterator)
        ? shadowable(object, key)
        : { configurable: false, ...writable && { writable: false } },
    );
  }
  Object.preventExtensions(object);
}

/** Locks everything that an object inherits from, `Object.prototype` excepted. */
export function lockAbove(object: object): void {
  const { getPrototypeOf } = Reflect;
  for (
    let above = getPrototypeOf(object);
    above && above !== Object.prototype;
    above = getPrototypeOf(above)
  ) lock(above, true);
}
