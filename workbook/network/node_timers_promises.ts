/**
 * Stands in for `node:timers/promises`, as `node_timers.ts` does for
 * `node:timers`.
 *
 * @module
 */

const global = globalThis;
const later = global.setImmediate;

/** Options of a wait. */
export interface WaitOptions {
  signal?: AbortSignal;
}

function abortError(signal: AbortSignal): Error {
  const error = new Error("The operation was aborted", {
    cause: signal.reason,
  });
  error.name = "AbortError";
  return Object.assign(error, { code: "ABORT_ERR" });
}

/** Resolves with `value` after `ms` milliseconds. */
export function setTimeout<T = void>(
  ms?: number,
  value?: T,
  { signal }: WaitOptions = {},
): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      global.clearTimeout(timer);
      reject(abortError(signal!));
    };
    const timer = global.setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve(value as T);
    }, ms);
    if (signal?.aborted) abort();
    else signal?.addEventListener("abort", abort, { once: true });
  });
}

/** Resolves with `value` in a later turn. */
export function setImmediate<T = void>(value?: T): Promise<T> {
  return new Promise((resolve) => later(() => resolve(value as T)));
}

/** Gives `value` every `ms` milliseconds. */
export async function* setInterval<T = void>(
  ms?: number,
  value?: T,
  options: WaitOptions = {},
): AsyncGenerator<T> {
  while (true) yield await setTimeout(ms, value, options);
}

/** `wait` and `yield` of the scheduler. */
export const scheduler = {
  wait: (ms: number, options?: WaitOptions): Promise<void> =>
    setTimeout(ms, undefined, options),
  yield: (): Promise<void> => setImmediate(),
};

export default { setTimeout, setImmediate, setInterval, scheduler };
