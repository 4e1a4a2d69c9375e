/**
 * The calls of the runtime that set timers or tell the time. A program may take
 * one of them long before a virtual clock is installed: so what it takes here
 * asks, at each call, whose clock is in use.
 *
 * @module
 */
import { replace, undoAll } from "./replace.ts";

/** A callback of a timer. */
export type Callback = (...args: unknown[]) => void;

/** What a clock answers. */
export interface TimeCalls {
  /** Sets a timer, once or again and again. */
  set(
    repeat: boolean,
    callback: Callback,
    ms: unknown,
    args: unknown[],
  ): unknown;
  /** Takes a timer back. */
  clear(timer: unknown): void;
  /** `AbortSignal.timeout`. */
  signal(ms: number): AbortSignal;
  /** `performance.now`: milliseconds since some moment. */
  now(): number;
  /** `Date.now`: milliseconds since 1970. */
  date(): number;
}

const { setTimeout, setInterval, clearTimeout } = globalThis;
const RealDate = Date;
const dateNow = Date.now;
const performanceNow = performance.now.bind(performance);
const signalTimeout = AbortSignal.timeout.bind(AbortSignal);

/** The runtime's own. */
export const REAL: TimeCalls = {
  set: (repeat, callback, ms, args) =>
    (repeat ? setInterval : setTimeout)(callback, ms as number, ...args),
  clear: (timer) => clearTimeout(timer as number),
  signal: signalTimeout,
  now: performanceNow,
  date: dateNow,
};

let calls = REAL;

/**
 * Lets another clock answer.
 *
 * @param next The clock.
 * @returns Lets the one before answer again.
 */
export function answerTime(next: TimeCalls): () => void {
  const before = calls;
  calls = next;
  return () => {
    calls = before;
  };
}

/** The clock in use, as it is now: what is put round it later does not change these. */
export function timeInUse(): TimeCalls {
  return calls;
}

/** Timers of programs that have still to ring. */
const left = new Set<number | AbortSignal | Promise<unknown>>();

/** Timers that ring once and whose end is noticed: objects, as the runtime gives them. */
const counted = new WeakSet<object>();

/**
 * How many timers programs have set that have still to ring, whichever clock
 * rings them. A signal that nobody holds any more stays among them.
 */
export const timersLeft = (): number => left.size;

/** Counts none of them any more: the programs that set them are over. */
export const forgetTimers = (): void => left.clear();

/** Sets a timer, and counts it until it has rung or is taken back. */
function setCounted(
  repeat: boolean,
  callback: Callback,
  ms: unknown,
  args: unknown[],
): unknown {
  // The runtime says what is wrong with it.
  if (typeof callback !== "function") {
    return calls.set(repeat, callback, ms, args);
  }
  const ring = (...args: unknown[]) => {
    left.delete(timer);
    callback(...args);
  };
  const set = calls.set(repeat, repeat ? callback : ring, ms, args);
  const timer = Number(set);
  left.add(timer);
  if (!repeat && typeof set === "object" && set) counted.add(set);
  return set;
}

function signalCounted(ms: number): AbortSignal {
  const signal = calls.signal(ms);
  left.add(signal);
  signal.addEventListener("abort", () => left.delete(signal), { once: true });
  return signal;
}

type WaitAsync = (
  array: Int32Array,
  at: number,
  value: number,
  ms?: number,
) => { async: false; value: string } | { async: true; value: Promise<string> };

/** `refresh()` of the runtime's timers: one that has rung begins anew, and is counted again. */
function holdRefresh(): Array<() => void> {
  const timer: unknown = setTimeout(() => {}, 0);
  clearTimeout(timer as number);
  const prototype = Object.getPrototypeOf(timer);
  const { refresh } = prototype;
  // A browser's timers are numbers.
  if (typeof refresh !== "function") return [];
  return [replace(prototype, "refresh", function (this: unknown): unknown {
    // The runtime has timers of its own, whose end nobody here is told.
    if (counted.has(this as object)) left.add(Number(this));
    return Reflect.apply(refresh, this, []);
  })];
}

/** `Atomics.waitAsync`, where the runtime has it: with a time, it is a timer. */
function holdWaitAsync(): Array<() => void> {
  const { waitAsync } = Atomics as { waitAsync?: WaitAsync };
  if (!waitAsync) return [];
  return [replace(Atomics, "waitAsync", (...args: Parameters<WaitAsync>) => {
    const result = waitAsync(...args);
    const { async, value } = result;
    if (async && Number(args[3]) < Infinity) {
      left.add(value);
      value.then(() => left.delete(value));
    }
    return result;
  })];
}

/** What `util.promisify(setTimeout)` looks for. */
const PROMISIFY = Symbol.for("nodejs.util.promisify.custom");

/** Stands in for `setTimeout` and `setInterval`. */
function setter(name: string, repeat: boolean): unknown {
  const call = {
    [name]: (callback: Callback, ms?: unknown, ...args: unknown[]) =>
      setCounted(repeat, callback, ms, args),
  }[name];
  if (repeat) return call;
  const promised = (ms?: unknown, value?: unknown) =>
    new Promise((resolve) => setCounted(false, () => resolve(value), ms, []));
  return Object.defineProperty(call, PROMISIFY, { value: promised });
}

const clear = (timer?: unknown) => {
  calls.clear(timer);
  left.delete(Number(timer));
};

/** `Date` with the moment of the clock in use. */
const HeldDate = new Proxy(RealDate, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length ? args : [calls.date()], newTarget),
  apply: () => new RealDate(calls.date()).toString(),
});

/** `Temporal.Now`, where the runtime has it. */
function holdTemporal(): Array<() => void> {
  // deno-lint-ignore no-explicit-any
  const { Temporal } = globalThis as any;
  if (!Temporal) return [];
  const instant = () =>
    Temporal.Instant.fromEpochMilliseconds(Math.floor(calls.date()));
  const zone = (name?: string) => name ?? Temporal.Now.timeZoneId();
  const zoned = (name?: string) => instant().toZonedDateTimeISO(zone(name));
  return Object.entries({
    instant,
    zonedDateTimeISO: zoned,
    plainDateTimeISO: (name?: string) => zoned(name).toPlainDateTime(),
    plainDateISO: (name?: string) => zoned(name).toPlainDate(),
    plainTimeISO: (name?: string) => zoned(name).toPlainTime(),
  }).map(([name, call]) => replace(Temporal.Now, name, call));
}

let holders = 0;
let putBack = () => {};

/**
 * Puts calls that ask the clock in use in the place of the global ones:
 * `setTimeout`, `setInterval`, `clearTimeout`, `clearInterval`,
 * `AbortSignal.timeout`, `Date`, `Date.now`, `performance.now` and
 * `Temporal.Now`. Until a clock answers, they are the runtime's. What else sets a
 * timer is counted: `refresh()` of a timer, `Atomics.waitAsync`.
 *
 * @returns Puts the runtime's back, once whoever else holds them has, too.
 */
export function holdTime(): () => void {
  if (holders++ === 0) {
    putBack = undoAll([
      replace(globalThis, "setTimeout", setter("setTimeout", false)),
      replace(globalThis, "setInterval", setter("setInterval", true)),
      replace(globalThis, "clearTimeout", clear),
      replace(globalThis, "clearInterval", clear),
      replace(globalThis, "Date", HeldDate),
      replace(RealDate, "now", () => Math.floor(calls.date())),
      replace(AbortSignal, "timeout", signalCounted),
      replace(performance, "now", () => calls.now()),
      ...holdRefresh(),
      ...holdWaitAsync(),
      ...holdTemporal(),
    ]);
  }
  return undoAll([() => {
    if (--holders === 0) putBack();
  }]);
}
