/**
 * The listeners of the global object, which hear what nobody caught.
 *
 * @module
 */
const { defineProperty, get, ownKeys } = Reflect;

/**
 * Nobody takes away the listeners that the global object has now. Deno keeps
 * them in a list behind a symbol, where a submission finds it; a page keeps them
 * where nobody does. Others can still be added behind them.
 */
export function keepListeners(): void {
  for (const key of ownKeys(globalThis)) {
    if (typeof key !== "symbol") continue;
    const data = get(globalThis, key);
    if (typeof data?.listeners !== "object") continue;
    for (const type of ownKeys(data.listeners)) {
      const list = get(data.listeners, type);
      for (const nth of list.keys()) {
        fix(list, nth);
        Object.freeze(list[nth]);
      }
      fix(data.listeners, type);
    }
    Object.freeze(data);
    fix(globalThis, key);
  }
}

function fix(owner: object, key: PropertyKey): void {
  defineProperty(owner, key, { writable: false, configurable: false });
}
