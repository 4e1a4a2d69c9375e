/**
 * Locking one object: its properties stay as they are, and none is added.
 *
 * @module
 */

const { defineProperty, getOwnPropertyDescriptor, ownKeys, setPrototypeOf } =
  Reflect;

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

const BYTES: object = Object.getPrototypeOf(Uint8Array.prototype);

/** Objects that `node:buffer` and `node:process` inherit from, and then assign to. Both are loaded when somebody needs them. */
const INHERITED: object[] = [
  Object.getPrototypeOf(Uint8Array),
  BYTES,
  Set.prototype,
];

/** Whether an object below may have its own method of that name. */
function isShadowed(object: object, key: PropertyKey): boolean {
  // V8 goes through bytes in a fast way as long as this is a plain method, and
  // no part of `node:` replaces it. It does replace the one of sets, which
  // makes `[...set]` take twice as long.
  return object !== BYTES || key !== Symbol.iterator;
}

/**
 * A method that cannot be replaced here; an object that inherits it may still
 * have its own.
 */
function shadowable(
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
 * V8 gives up fast ways of the whole process for good when `defineProperty()`
 * touches certain keys, such as `Symbol.iterator`; it does not when the object
 * is frozen as it is. So where nothing stays writable, it is frozen.
 *
 * @param object The object.
 * @param isInherited Whether an object below may have its own of the same names.
 */
export function lock(
  object: object,
  isInherited = INHERITED.includes(object),
): void {
  let staysWritable = false;
  for (const key of ownKeys(object)) {
    const { configurable, writable } = getOwnPropertyDescriptor(object, key)!;
    if (!configurable || !writable) continue;
    if (ASSIGNED.includes(key)) staysWritable = true;
    else if (isInherited && isShadowed(object, key)) {
      defineProperty(object, key, shadowable(object, key));
    }
  }
  if (!staysWritable) {
    Object.freeze(object);
    return;
  }
  fixEach(object);
  Object.preventExtensions(object);
}

/** Fixes each property of an object, except those of {@linkcode ASSIGNED}. */
function fixEach(object: object): void {
  for (const key of ownKeys(object)) {
    const { configurable, writable } = getOwnPropertyDescriptor(object, key)!;
    if (!configurable || ASSIGNED.includes(key)) continue;
    defineProperty(object, key, {
      configurable: false,
      ...writable && { writable: false },
    });
  }
}

/**
 * Freezes the prototype of a class: an object below may still have its own of
 * {@linkcode ASSIGNED}, except `constructor`.
 */
export function lockWhole(prototype: object): void {
  const shadowed: PropertyDescriptorMap = {};
  for (const key of ownKeys(prototype)) {
    const { writable } = getOwnPropertyDescriptor(prototype, key)!;
    const mayBeOwn = INHERITED.includes(prototype)
      ? isShadowed(prototype, key)
      : ASSIGNED.includes(key);
    if (!writable || !mayBeOwn || key === "constructor") continue;
    shadowed[key as string] = shadowable(prototype, key);
  }
  Object.defineProperties(prototype, shadowed);
  // Frozen as it is, it makes `list[i] = value` thirty times slower; frozen with
  // its properties in a dictionary, five times. `constructor` can only be frozen
  // with all the rest, or map() and filter() are five times slower.
  if (prototype === Array.prototype) fixEach(prototype);
  Object.freeze(prototype);
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

/**
 * Lets V8 find properties as fast as before they were locked. A changed
 * attribute turns the properties of an object into a dictionary, which compiled
 * code does not look into. V8 turns the dictionary of a prototype back once a
 * property was looked for through it and it gets another heir.
 *
 * @param objects The objects that were locked.
 */
export function keepFast(objects: readonly object[]): void {
  // The first calls of a function remember nothing of what it did.
  for (const object of [...objects, ...objects]) {
    const heir: { absent?: unknown } = {};
    setPrototypeOf(heir, object);
    lookFor(heir);
    setPrototypeOf({}, object);
  }
}

function lookFor(heir: { absent?: unknown }): unknown {
  return heir.absent;
}
