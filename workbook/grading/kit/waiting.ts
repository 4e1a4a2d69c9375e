import { type Fault, Wrong } from "../../sandbox/fault.ts";
import { throwIfFailed } from "./check_context.ts";
import { turns } from "./event_loop.ts";
import { Patience } from "./patience.ts";
import { busyUntil, countTurn, notQuiet } from "./quiet.ts";
import { whenSettled } from "./outcome.ts";

/** Length of one turn of the clock below, in milliseconds. */
const TURN_MS = 5;

/** The real clock: a submission may replace the global one. */
const { setTimeout, clearTimeout } = globalThis;

/** The clock that all waits use. */
export interface WaitingClock {
  /** Sets a timer of the model network; without it, waits are real. */
  setTimeout?(run: () => void, ms: number): void;
  /** How many milliseconds a segment without data travels at most; none on the real clock, whose sockets are of loopback. */
  travelMs?: number;
  /** How many milliseconds later what was sent is read, at most. */
  arrivalMs?: number;
  /** Lets time pass on purpose, until `signal` ends it. */
  pass(ms: number, signal: AbortSignal): Promise<void>;
}

/** On the real clock nobody waits for an hour. */
const REAL_CLOCK: WaitingClock = { pass: () => Promise.resolve() };

let clock = REAL_CLOCK;

/**
 * The turns of one clock. All waits share a timer: a check waits a hundred
 * times, and most timers would ring after their wait is over. So the first turn
 * of a wait may be a short one.
 */
class Turns {
  readonly #setTimeout: (run: () => void, ms: number) => void;
  readonly #isReal: boolean;
  #waiters: Array<() => void> = [];

  /** @param set Sets a timer of the clock; by default that is the real one. */
  constructor(set?: (run: () => void, ms: number) => void) {
    this.#setTimeout = set ?? setTimeout;
    this.#isReal = set === undefined;
  }

  /** Resolves at the end of the turn. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      const { length } = this.#waiters;
      this.#waiters[length] = resolve;
      const set = this.#setTimeout;
      if (length === 0) set(this.#wake, TURN_MS);
    });
  }

  readonly #wake = (): void => {
    const woken = this.#waiters;
    this.#waiters = [];
    for (let i = 0; i < woken.length; i++) woken[i]();
    if (this.#isReal) countTurn();
  };
}

let clockTurns = new Turns();

/** Makes all waits use another clock, that of the model network; the real one if none is given. */
export function useClock(other = REAL_CLOCK): void {
  clock = other;
  clockTurns = new Turns(other.setTimeout);
}

const pause = (ms: number) =>
  new Promise<void>((resolve) => (clock.setTimeout ?? setTimeout)(resolve, ms));

/** Waits on the clock in use, for something that the grader does then. */
const delay = (ms: number) => busyUntil(pause(ms));

/** Time that passes on purpose: nobody's patience runs out meanwhile. */
let skipped: Promise<void> | undefined;

/**
 * Lets time pass, for a submission that has no reason to do anything: no wait of
 * the grader counts it.
 *
 * @param ms How much.
 * @param signal Ends it early.
 */
export async function skipTime(ms: number, signal: AbortSignal): Promise<void> {
  skipped = clock.pass(ms, signal);
  await skipped;
  skipped = undefined;
}

/** How many times longer a wait may take while bytes move. */
const STRETCH = 4;

/** The same on the model network, where each call takes its time: a small buffer needs many. */
const MODEL_STRETCH = 400;

/** A wait of so many milliseconds begins. */
function beginWait(ms: number, isStep?: boolean): Patience {
  notQuiet();
  return new Patience(ms, clock.setTimeout ? MODEL_STRETCH : STRETCH, isStep);
}

/**
 * Resolves with `false` when this process was able to run for as long as a wait
 * takes, and nothing moved, or nothing more can happen. The time is counted in
 * turns of the event loop: a submission and its peers share a process, so when a
 * busy machine slows one it slows the other, and the limit stretches with them.
 */
async function outOfPatience(patience: Patience): Promise<false> {
  for (let isWhole = false;; isWhole = true) {
    if (patience.left <= 0 || patience.isOver) return false;
    await clockTurns.next();
    await skipped;
    throwIfFailed();
    if (isWhole) patience.spend(TURN_MS);
  }
}

/**
 * Waits for `work`, but not for ever.
 *
 * @param work What is awaited. Its own errors pass through.
 * @param ms Limit in milliseconds of a machine that is not busy, in which no byte moves.
 * @param otherwise The fault when the limit is reached.
 * @param isStep Whether it is a step of a check, not the whole of it.
 * @throws {Wrong} If the limit is reached, or the submission failed meanwhile.
 */
export async function within<T>(
  work: Promise<T>,
  ms: number,
  otherwise: Fault | (() => Fault),
  isStep = true,
): Promise<T> {
  // A check waits a hundred times: an AbortController, and the error that it
  // makes for its reason, would take longer than most waits.
  const patience = beginWait(ms, isStep);
  try {
    const result = await Promise.race([
      new Promise<{ value: T }>((resolve, reject) =>
        whenSettled(work, (value) => resolve({ value }), reject)
      ),
      outOfPatience(patience),
    ]);
    if (result) return result.value;
  } finally {
    patience.end();
  }
  throw new Wrong(typeof otherwise === "function" ? otherwise() : otherwise);
}

/**
 * Polls until a condition holds.
 *
 * @param condition Returns something true when it holds; that is returned.
 * @param ms Limit in milliseconds of a machine that is not busy, in which no byte moves.
 * @param otherwise The fault when the limit is reached.
 * @throws {Wrong} If the limit is reached, or the submission failed meanwhile.
 */
export async function eventually<T>(
  condition: () => T | Promise<T>,
  ms: number,
  otherwise: Fault | (() => Fault),
): Promise<NonNullable<T>> {
  const patience = beginWait(ms);
  try {
    for (let isFirst = true;; isFirst = false) {
      const value = await condition();
      if (value) return value as NonNullable<T>;
      throwIfFailed();
      if (patience.left <= 0) break;
      // Most conditions hold a few turns later; the others take their time.
      if (isFirst) {
        await settle();
        const soon = await condition();
        if (soon) return soon as NonNullable<T>;
      }
      await (clock.setTimeout
        ? pause(Math.min(TURN_MS, ms))
        : clockTurns.next());
      patience.spend(TURN_MS);
    }
  } finally {
    patience.end();
  }
  throw new Wrong(typeof otherwise === "function" ? otherwise() : otherwise);
}

/**
 * Waits until the last segment of a handshake has arrived. On loopback it is
 * there when `connect()` resolves, so that clients stand in the accept queue in
 * the order in which they connected: on a slower network that takes this wait.
 */
export async function handshakeArrives(): Promise<void> {
  if (clock.travelMs) await pause(clock.travelMs);
}

/** How often bytes are on their way until nobody has more to say: to a server, from it to another client, and their ends. */
const ARRIVALS = 4;

/** How many milliseconds the network itself may take until what was said has arrived, and what it led to. On loopback it takes none. */
export function wordsMs(): number {
  return ARRIVALS * (clock.arrivalMs ?? 0);
}

/** Waits until what was said has arrived, and what it led to. On loopback it is there as soon as everything that is ready has happened. */
export async function wordsArrive(): Promise<void> {
  const ms = wordsMs();
  if (ms > 0) await pause(ms);
}

/**
 * Lets everything that is ready happen: some turns of the event loop, in which
 * the other side may read what it was sent. Not a promise that it did.
 */
export async function settle(): Promise<void> {
  if (!clock.setTimeout) return await turns(20);
  for (let turn = 0; turn < 3; turn++) await pause(0);
}

/** Whether `work` is still pending after everything that is ready has happened. */
export async function isPending(work: Promise<unknown>): Promise<boolean> {
  let pending = true;
  const done = () => {
    pending = false;
  };
  whenSettled(work, done, done);
  await settle();
  return pending;
}

export { clearTimeout, delay, setTimeout };
