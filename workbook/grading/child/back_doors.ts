/**
 * Ways out of the language that a submission must not find: the core of Deno, a
 * second program, modules by a computed name.
 *
 * @module
 */
import { lockAbove } from "./lock.ts";

const { defineProperty, getOwnPropertyDescriptor } = Reflect;

/** What Deno keeps on the disk for the next process, without asking for a permission. */
const KEEPERS = ["localStorage", "sessionStorage", "caches"];

/**
 * Takes away what reaches behind the language: the core of Deno, which writes
 * to any connection of the process by its number; a second program in this one;
 * `node:` modules by a computed name; giving up what this process may do; what a
 * later process would read again.
 */
export function removeBackDoors(): void {
  const { internal } = Deno as unknown as { internal: symbol };
  Reflect.deleteProperty(Deno, internal);
  for (const name of ["Worker", "nodeBootstrap", ...KEEPERS]) {
    Reflect.deleteProperty(globalThis, name);
  }
  // What this process may not do is not judged: nobody gives up a permission.
  const permissions = Reflect.getPrototypeOf(Deno.permissions)!;
  Reflect.deleteProperty(permissions, "revoke");
  Reflect.deleteProperty(permissions, "revokeSync");
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
