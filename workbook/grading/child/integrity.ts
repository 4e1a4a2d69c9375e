/**
 * Whether a submission left the runtime as it found it. A submission that replaces
 * `Deno.listen`, the console or a method of a prototype would judge itself:
 * its verdict could not be trusted.
 *
 * @module
 */

// Taken before a submission is loaded, so that a replaced one is never used here.
const {
  defineProperty,
  deleteProperty,
  get,
  getOwnPropertyDescriptor,
  isExtensible,
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
WATCHED.push(
  ["TypedArray.prototype", Object.getPrototypeOf(Uint8Array.prototype)],
  ["AsyncFunction.prototype", Object.getPrototypeOf(async () => {})],
  ["Generator.prototype", Object.getPrototypeOf(function* () {}).prototype],
  [
    "AsyncGenerator.prototype",
    Object.getPrototypeOf(async function* () {}).prototype,
  ],
  ["ArrayIterator.prototype", Object.getPrototypeOf([].values())],
  ["MapIterator.prototype", Object.getPrototypeOf(new Map().values())],
  ["SetIterator.prototype", Object.getPrototypeOf(new Set().values())],
  ["Iterator.prototype", Iterator.prototype],
);

/** An object as it was. */
export interface Seen {
  name: string;
  object: object;
  /** All its properties. */
  known: PropertyKey[];
  /** Those that can change. */
  keys: PropertyKey[];
  descriptors: PropertyDescriptor[];
  extensible: boolean;
}

/** The runtime as it was. */
export interface Snapshot {
  seen: Seen[];
  lazy: unknown[];
}

/** Globals that a grading needs, and that the runtime makes when they are first read: until then they are getters. */
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

/** Globals that the runtime itself replaces when a part of node: is loaded. No grading needs them. */
const REPLACED_BY_RUNTIME: PropertyKey[] = ["MessageChannel", "MessagePort"];

/**
 * Remembers the runtime as it is now.
 *
 * @param more What is watched as well: a name for the message, and the object.
 * @returns What {@linkcode restoreRuntime} compares with.
 */
export function rememberRuntime(more: Array<[string, object]> = []): Snapshot {
  const lazy = LAZY.map((name) => Reflect.get(globalThis, name));
  const seen = [...WATCHED, ...more].map(([name, object]) => {
    const extensible = isExtensible(object);
    const keys: PropertyKey[] = [];
    const descriptors: PropertyDescriptor[] = [];
    const known = ownKeys(object);
    for (const key of known) {
      if (object === globalThis && REPLACED_BY_RUNTIME.includes(key)) continue;
      const descriptor = getOwnPropertyDescriptor(object, key)!;
      // What can change no more need not be looked at after each check.
      if (isFixed(descriptor)) continue;
      keys.push(key);
      descriptors.push(descriptor);
    }
    return { name, object, known, keys, descriptors, extensible };
  });
  return { seen, lazy };
}

/** Whether a property stays as it is, whatever is tried. */
function isFixed(
  { configurable, writable = false }: PropertyDescriptor,
): boolean {
  return !configurable && !writable;
}

/** Appends in a way that no setter on a prototype can catch. */
function append(list: string[], text: string): void {
  defineProperty(list, list.length, {
    value: text,
    writable: true,
    enumerable: true,
    configurable: true,
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
export function restoreRuntime({ seen, lazy }: Snapshot): string[] {
  const changed: string[] = [];
  for (let i = 0; i < lazy.length; i++) {
    if (get(globalThis, LAZY[i]) === lazy[i]) continue;
    append(changed, LAZY[i]);
    set(globalThis, LAZY[i], lazy[i]);
  }
  for (let w = 0; w < seen.length; w++) {
    const { name, object, known, keys, descriptors, extensible } = seen[w];
    if (extensible && !isExtensible(object)) {
      // That cannot be put back.
      append(changed, `${name} (frozen)`);
    }
    for (let k = 0; k < keys.length; k++) {
      const now = getOwnPropertyDescriptor(object, keys[k]);
      const was = descriptors[k];
      if (
        now && is(now.value, was.value) && now.get === was.get &&
        now.set === was.set
      ) continue;
      // A property that Deno makes when it is first read turns from a getter
      // into the value that getter gave: no change of the submission's.
      if (now && was.get && !now.get && was.configurable && isLazy(name)) {
        descriptors[k] = now;
        continue;
      }
      append(changed, label(name, keys[k]));
      defineProperty(object, keys[k], was);
    }
    // A submission may have global variables, and the
    // runtime adds to its objects when it loads a part of itself.
    if (!extensible || !name.endsWith(".prototype")) continue;
    const all = ownKeys(object);
    if (all.length === known.length) continue;
    for (let k = 0; k < all.length; k++) {
      let isKnown = false;
      for (let j = 0; j < known.length && !isKnown; j++) {
        isKnown = known[j] === all[k];
      }
      if (isKnown) continue;
      append(changed, label(name, all[k]));
      deleteProperty(object, all[k]);
    }
  }
  return changed;
}

function isLazy(name: string): boolean {
  return name === "globalThis" || name === "Deno";
}
