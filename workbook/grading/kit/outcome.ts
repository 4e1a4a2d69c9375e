/**
 * Promises of a submission, asked by the language and not by themselves: one may
 * have a `then` of its own.
 *
 * @module
 */
const { apply } = Reflect;
const { then } = Promise.prototype;

/**
 * Calls one of two functions when a promise settles, in the same turn of the
 * microtask queue as `promise.then()` would.
 *
 * @param promise The promise; anything that is none is resolved first.
 * @param onResolved Called with its value.
 * @param onRejected Called with its reason.
 */
export function whenSettled<T>(
  promise: Promise<T>,
  onResolved: (value: T) => void,
  onRejected: (reason: unknown) => void,
): void {
  try {
    apply(then, promise, [onResolved, onRejected]);
  } catch {
    // No promise of the language, or one behind a Proxy.
    const resolved = new Promise<T>((resolve) => resolve(promise));
    apply(then, resolved, [onResolved, onRejected]);
  }
}
