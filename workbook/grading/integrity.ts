/**
 * Whether an answer left the runtime as it found it. An answer that replaces
 * `Deno.listen`, the console or a method of a prototype would judge itself:
 * its verdict could not be trusted.
 *
 * @module
 */

// Taken before an answer is loaded, so that a replaced one is never used here.
const {
  defineProperty,
  deleteProperty,
  get,
  getOwnPropertyDescriptor,
  ownKeys,
  set,
} = Reflect;
const { is } = Object;

/** What is watched: a name for the message, and the object. */
const WATCHED: Array<[string, object]> = [
  ["Deno", Deno],
  ["Deno.errors", Deno.errors],
  ["Deno.test", Deno.test],
  ["globalThis", globalThis],
  ["console", console],
  ["Math", Math],
  ["JSON", JSON],
  ["Reflect", Reflect],
  ["performance", performance],
];
for (
  const constructor of [
    Object,
    Function,
    Array,
    Promise,
    String,
    Number,
    Boolean,
    Symbol,
    RegExp,
    Map,
    Set,
    WeakMap,
    Date,
    Error,
    TypeError,
    RangeError,
    ArrayBuffer,
    DataView,
    Uint8Array,
    TextEncoder,
    TextDecoder,
    AbortController,
    AbortSignal,
    EventTarget,
    Event,
    URL,
    ReadableStream,
    WritableStream,
  ]
) {
  WATCHED.push([constructor.name, constructor]);
  WATCHED.push([`${constructor.name}.prototype`, constructor.prototype]);
}
WATCHED.push([
  "TypedArray.prototype",
  Object.getPrototypeOf(Uint8Array.prototype),
]);

/** An object as it was. */
interface Seen {
  name: string;
  object: object;
  keys: PropertyKey[];
  descriptors: PropertyDescriptor[];
}

let before: Seen[] = [];
let lazy: unknown[] = [];

/** Globals that a grading rests on, and that the runtime makes when they are first read: a getter stands in their place. */
const LAZY = [
  "setTimeout",
  "clearTimeout",
  "setInterval",
  "clearInterval",
  "TextEncoder",
  "TextDecoder",
  "ReadableStream",
  "WritableStream",
];

/** Remembers the runtime as it is now. */
export function rememberRuntime(): void {
  lazy = LAZY.map((name) => Reflect.get(globalThis, name));
  before = WATCHED.map(([name, object]) => {
    const keys = ownKeys(object);
    return {
      name,
      object,
      keys,
      descriptors: keys.map((key) => getOwnPropertyDescriptor(object, key)!),
    };
  });
}

function label(name: string, key: PropertyKey): string {
  const text = typeof key === "symbol" ? `[${String(key)}]` : `.${String(key)}`;
  return name === "globalThis" ? text.slice(1) : `${name}${text}`;
}

/**
 * What changed since {@linkcode rememberRuntime}; it is put back as it was.
 *
 * @returns Names such as `Deno.listen`; an empty list if nothing changed.
 */
export function restoreRuntime(): string[] {
  const changed: string[] = [];
  for (let i = 0; i < lazy.length; i++) {
    if (get(globalThis, LAZY[i]) === lazy[i]) continue;
    changed[changed.length] = LAZY[i];
    set(globalThis, LAZY[i], lazy[i]);
  }
  for (let w = 0; w < before.length; w++) {
    const { name, object, keys, descriptors } = before[w];
    for (let k = 0; k < keys.length; k++) {
      const now = getOwnPropertyDescriptor(object, keys[k]);
      const was = descriptors[k];
      if (
        now && is(now.value, was.value) && now.get === was.get &&
        now.set === was.set
      ) continue;
      // A property that Deno makes when it is first read turns from a getter
      // into the value that getter gave: no change of the answer's.
      if (now && was.get && !now.get && was.configurable && isLazy(name)) {
        descriptors[k] = now;
        continue;
      }
      changed[changed.length] = label(name, keys[k]);
      defineProperty(object, keys[k], was);
    }
    const all = ownKeys(object);
    if (all.length === keys.length) continue;
    for (let k = 0; k < all.length; k++) {
      let known = false;
      for (let j = 0; j < keys.length && !known; j++) {
        known = keys[j] === all[k];
      }
      if (known) continue;
      // A global variable of the answer's own is its own business, and the
      // runtime adds to its objects when it loads a part of itself.
      if (!name.endsWith(".prototype")) continue;
      changed[changed.length] = label(name, all[k]);
      deleteProperty(object, all[k]);
    }
  }
  return changed;
}

function isLazy(name: string): boolean {
  return name === "globalThis" || name === "Deno";
}
