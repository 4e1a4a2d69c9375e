/**
 * What belongs to the language and to the runtime cannot be changed once a
 * submission may run: the grader is in the same process and uses it.
 * `integrity.ts` looks after what can still be changed: the console, globals that no
 * check uses.
 *
 * @module
 */
import { removeBackDoors } from "./back_doors.ts";
import { keepFast, lock, lockWhole } from "./lock.ts";
import { CALLS, FIXED, OBJECTS, PROTOTYPES, WHOLE } from "./runtime_objects.ts";

const { defineProperty, getOwnPropertyDescriptor, ownKeys } = Reflect;

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

/** Clocks and timers: they ask the clock in use. */
const CLOCKS: Array<[owner: object, name: string]> = [
  [performance, "now"],
  [Date, "now"],
  [AbortSignal, "timeout"],
  [globalThis, "Date"],
  [globalThis, "setTimeout"],
  [globalThis, "setInterval"],
  [globalThis, "clearTimeout"],
  [globalThis, "clearInterval"],
];

/** What tells the time of a check, and what it waits with. */
function fixClocks(): void {
  for (const [owner, name] of CLOCKS) {
    const value = Reflect.get(owner, name);
    defineProperty(owner, name, {
      value,
      writable: false,
      configurable: false,
    });
  }
}

/** The calls of `Deno`. What the runtime makes when it is first read stays as it is: no check uses it. */
function fixDeno(): void {
  for (const key of ownKeys(Deno)) {
    const { writable } = getOwnPropertyDescriptor(Deno, key)!;
    if (!writable) continue;
    defineProperty(Deno, key, { writable: false, configurable: false });
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
  const errors = Object.values(Deno.errors);
  const prototypes = [...FIXED, ...errors].map(({ prototype }) => prototype)
    // A Proxy has none. The one of patterns stays open: see `workbook/pattern.ts`.
    .filter((each) => each !== undefined && each !== RegExp.prototype);
  // An await asks the promise for its constructor.
  const whole = [...WHOLE, Promise].map(({ prototype }) => prototype)
    .filter((prototype) => prototypes.includes(prototype));
  for (const prototype of whole) lockWhole(prototype);
  for (const prototype of [...prototypes, ...PROTOTYPES]) {
    if (!whole.includes(prototype)) lock(prototype);
  }
  for (const constructor of [...FIXED, ...errors]) lock(constructor);
  for (const constructor of WHOLE) Object.freeze(constructor);
  fixClocks();
  fixDeno();
  for (const object of [...OBJECTS, Deno.errors]) Object.freeze(object);
  for (const object of more) lock(object, true);
  keepFast([
    ...prototypes,
    ...PROTOTYPES,
    ...FIXED,
    ...errors,
    ...OBJECTS,
    Deno.errors,
    Deno,
    ...more,
  ]);
}
