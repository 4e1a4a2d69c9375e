import { afterCheck } from "./check_context.ts";

type Run = (...rest: unknown[]) => void;

/**
 * Counts the timers that are set in this check and not yet over. A submission
 * may have kept a `setTimeout` of its own: that one is not seen.
 *
 * @returns How many there are now.
 */
export function watchTimers(): () => number {
  const { setTimeout, clearTimeout, setInterval, clearInterval } = globalThis;
  const live = new Set<unknown>();
  const set = (run: Run, ms?: number, ...rest: unknown[]) => {
    const timer = setTimeout(() => {
      live.delete(timer);
      run(...rest);
    }, ms);
    live.add(timer);
    return timer;
  };
  const repeat = (run: Run, ms?: number, ...rest: unknown[]) => {
    const timer = setInterval(() => run(...rest), ms);
    live.add(timer);
    return timer;
  };
  const clear = (timer?: number) => {
    live.delete(timer);
    clearTimeout(timer);
  };
  Object.assign(globalThis, {
    setTimeout: set,
    setInterval: repeat,
    clearTimeout: clear,
    clearInterval: clear,
  });
  afterCheck(() => {
    Object.assign(globalThis, {
      setTimeout,
      clearTimeout,
      setInterval,
      clearInterval,
    });
  });
  return () => live.size;
}
