/**
 * What belongs to the language and to the runtime cannot be changed once a
 * submission may run: the grader is in the same process and uses it.
 * `integrity.ts` looks after what must stay changeable, since the model network
 * and the learner's own code replace it: timers, the console, calls of `Deno`.
 *
 * @module
 */

const { defineProperty, getOwnPropertyDescriptor, ownKeys } = Reflect;

/** Classes whose statics and prototypes nobody changes. */
const FIXED = [
  Array,
  Promise,
  String,
  Number,
  Boolean,
  BigInt,
  Symbol,
  Map,
  Set,
  WeakMap,
  WeakSet,
  WeakRef,
  ArrayBuffer,
  SharedArrayBuffer,
  DataView,
  Object.getPrototypeOf(Uint8Array),
  Uint8Array,
  Uint8ClampedArray,
  Int8Array,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  BigUint64Array,
  BigInt64Array,
  Float32Array,
  Float64Array,
  TextEncoder,
  TextDecoder,
  URL,
  RegExp,
  Iterator,
  Proxy,
  URLSearchParams,
  AbortController,
  ReadableStream,
  WritableStream,
  TransformStream,
  DOMException,
  Object,
  Function,
  Error,
  TypeError,
  RangeError,
  SyntaxError,
  ReferenceError,
  EvalError,
  URIError,
  AggregateError,
  EventTarget,
  Event,
];

/** Objects without a class of their own. */
const OBJECTS: object[] = [
  JSON,
  Math,
  Reflect,
  Object.getPrototypeOf(async () => {}),
  Object.getPrototypeOf(function* () {}),
  Object.getPrototypeOf(function* () {}).prototype,
  Object.getPrototypeOf(async function* () {}),
  Object.getPrototypeOf(async function* () {}).prototype,
  Object.getPrototypeOf([].values()),
  Object.getPrototypeOf(new Map().values()),
  Object.getPrototypeOf(new Set().values()),
  Object.getPrototypeOf(""[Symbol.iterator]()),
  Object.getPrototypeOf("".matchAll(/./g)),
  Object.getPrototypeOf(
    Object.getPrototypeOf(async function* () {}).prototype,
  ),
  Intl,
];

/** Prototypes of classes whose names or statics somebody may replace: clocks do. */
const PROTOTYPES: object[] = [
  Date.prototype,
  AbortSignal.prototype,
  PromiseRejectionEvent.prototype,
  ErrorEvent.prototype,
];

/** Calls of the language that no program replaces. */
const CALLS = [
  "structuredClone",
  "queueMicrotask",
  "parseInt",
  "parseFloat",
  "isNaN",
  "isFinite",
  "encodeURIComponent",
  "decodeURIComponent",
  "encodeURI",
  "decodeURI",
];

/**
 * Classes whose methods make their results by the `constructor` of an object, or
 * turn into a text: who changes that makes what the grader compares. Freezing
 * them keeps V8's fast ways for arrays, where a change of `constructor` alone
 * would end them.
 */
const WHOLE = [
  Array,
  ArrayBuffer,
  SharedArrayBuffer,
  RegExp,
  String,
  Number,
  Boolean,
  BigInt,
  Symbol,
  Map,
  Set,
  Object.getPrototypeOf(Uint8Array),
  Uint8Array,
  Uint8ClampedArray,
  Int8Array,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  BigUint64Array,
  BigInt64Array,
  Float32Array,
  Float64Array,
];

/**
 * What programs, and `node:` itself, assign to objects of their own: then the
 * inherited one must be writable. `integrity.ts` watches these.
 */
const ASSIGNED: PropertyKey[] = [
  "constructor",
  Symbol.species,
  "toString",
  "toLocaleString",
  "valueOf",
  "name",
  "message",
  "stackTraceLimit",
];

/** Objects that `node:buffer` and `node:process`, loaded when somebody needs them, inherit from and then assign to. */
const INHERITED: object[] = [
  Object.getPrototypeOf(Uint8Array),
  Object.getPrototypeOf(Uint8Array.prototype),
  Set.prototype,
];

/** Arrays of bytes are walked through in a fast way while this is a plain method of theirs. */
const { iterator } = Symbol;
const bytes = Object.getPrototypeOf(Uint8Array.prototype);

/** A method that cannot be replaced here, and that an object below may have of its own. */
function shadowable(owner: object, key: PropertyKey): PropertyDescriptor {
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

/** Locks what an object inherits from. */
function lockAbove(object: object): void {
  const { getPrototypeOf } = Reflect;
  for (
    let above = getPrototypeOf(object);
    above && above !== Object.prototype;
    above = getPrototypeOf(above)
  ) lock(above, true);
}

/** Names of the language that no program replaces. The runtime makes some when they are first read. */
function fixGlobals(): void {
  // At its first call the runtime deletes this name, to find what is beneath it.
  queueMicrotask(() => {});
  for (const name of [...FIXED.map(({ name }) => name), ...CALLS]) {
    if (!Object.hasOwn(globalThis, name)) continue;
    defineProperty(globalThis, name, {
      value: Reflect.get(globalThis, name),
      writable: false,
      configurable: false,
    });
  }
}

/** The calls that a check reads the time with: they ask the clock in use. */
function fixClock(): void {
  for (const [owner, name] of [[performance, "now"], [Date, "now"]] as const) {
    defineProperty(owner, name, { writable: false, configurable: false });
  }
}

/**
 * Takes away what reaches behind the language: the core of Deno, which writes
 * to any connection of the process by its number; a second program in this one;
 * `node:` modules by a computed name.
 */
function removeBackDoors(): void {
  const { internal } = Deno as unknown as { internal: symbol };
  Reflect.deleteProperty(Deno, internal);
  Reflect.deleteProperty(globalThis, "Worker");
  Reflect.deleteProperty(globalThis, "nodeBootstrap");
  const { get } = getOwnPropertyDescriptor(globalThis, "process") ?? {};
  if (!get) return;
  // It takes 50 ms to make: only for those who ask.
  defineProperty(globalThis, "process", {
    get() {
      const made = Reflect.apply(get, globalThis, []);
      closeProcess(made);
      // It leads to the streams that sockets of `node:` are made of.
      for (const object of [made, Reflect.get(made, "stdout")]) {
        lockAbove(object);
      }
      return made;
    },
    set: undefined,
    configurable: false,
  });
}

/**
 * Takes away the ways of `node:process` to other modules and to native code.
 *
 * @param made The object `process`.
 */
export function closeProcess(made: object): void {
  for (
    const name of [
      "getBuiltinModule",
      "binding",
      "_linkedBinding",
      "dlopen",
      "mainModule",
    ]
  ) {
    const known = getOwnPropertyDescriptor(made, name);
    if (known && !known.configurable) continue;
    defineProperty(made, name, { value: undefined });
  }
}

/**
 * Locks the runtime of this process for good.
 *
 * @param more Further objects of the runtime: prototypes of sockets.
 */
export function lockRuntime(more: readonly object[] = []): void {
  removeBackDoors();
  fixGlobals();
  for (const constructor of FIXED) {
    if (constructor.prototype) lock(constructor.prototype);
    lock(constructor);
  }
  for (const prototype of PROTOTYPES) lock(prototype);
  for (const { prototype } of WHOLE) {
    for (const key of ASSIGNED) {
      // A program may give an object of its own another toString().
      const own = getOwnPropertyDescriptor(prototype, key);
      if (own?.writable && key !== "constructor") {
        defineProperty(prototype, key, shadowable(prototype, key));
      }
    }
    Object.freeze(prototype);
  }
  for (const constructor of WHOLE) Object.freeze(constructor);
  fixClock();
  for (const object of OBJECTS) Object.freeze(object);
  // An await asks the promise for its constructor.
  Object.freeze(Promise.prototype);
  for (const error of Object.values(Deno.errors)) lock(error);
  Object.freeze(Deno.errors);
  for (const object of more) lock(object, true);
}
