import {
  endlessLoop,
  neverLoaded,
  neverStarted,
  noStep,
  outOfMemory,
  tooSlow,
} from "./exit_fault.ts";
import type { Fault } from "./fault.ts";
import type { Life } from "./life.ts";
import type { Limits } from "./limits.ts";
import { useOf } from "./process_use.ts";

/** How often a process is looked at, in milliseconds. */
const WATCH_MS = 200;

/**
 * A process that has given no sign of life for so long, in milliseconds, is
 * looked at by what the system says of it. That starts a process: `cat` or `ps`.
 */
const LATE_MS = WATCH_MS + 50;

/** So is one that has been at one piece of its work for so long, in milliseconds. */
const LONG_STEP_MS = 1_000;

/** A process that printed so long ago, in milliseconds, is still printing. */
const PRINT_MS = 2 * WATCH_MS;

/** A process younger than this has had no time to take much memory. */
const YOUNG_MS = 300;

/**
 * The share of its silence that a process must have computed: one that loops
 * does nothing else, one that waits for a core of a busy machine does not.
 */
const LOOP_SHARE = 0.6;

/** In so many turns of the event loop everything is read that has come. */
const READING_TURNS = 3;

const nextTurn = () => new Promise<void>((resolve) => setTimeout(resolve));

/** What a watchdog watches. */
export interface Watched {
  life: Life;
  limits: Limits;
  /** When all the work must have ended, as `performance.now()`. */
  deadline: number;
  /** Whether each piece of the work has a limit, too. */
  hasSteps: boolean;
  /** How many times longer starting, loading and printing may take: a tracer slows them. */
  slowdown: number;
  /** Ends the process for this fault. It may be called again: the first fault counts. */
  kill(fault: Fault): void;
}

/**
 * Ends the process of a submission when it passes a limit.
 *
 * @returns Stops watching.
 */
export function watchOver(watched: Watched): () => void {
  const { life, limits, slowdown, kill } = watched;
  let isLooking = false;
  // When the process was first looked at after its last message, and what it had
  // computed by then: how long it had waited for a core before is not known.
  let silence = { word: 0, since: 0, cpuMs: 0, waitedMs: 0 };
  // How long it had waited for a core when it was first looked at in this piece of its work.
  let step = { since: 0, waitedMs: 0 };
  const lookAtUse = async () => {
    const use = await useOf(life.pid);
    const waitedMs = use?.waitedMs ?? 0;
    if (step.since !== life.lastStep) step = { since: life.lastStep, waitedMs };
    const fault = overtime(watched, {
      whole: waitedMs,
      step: waitedMs - step.waitedMs,
    });
    if (fault) return kill(fault);
    if (use && use.residentBytes > limits.memoryBytes) {
      const muteMs = performance.now() - life.lastWord;
      return kill(outOfMemory(use.residentBytes, limits, muteMs));
    }
    if (silence.word !== life.lastWord) {
      const cpuMs = use?.cpuMs ?? 0;
      const since = performance.now();
      silence = { word: life.lastWord, since, cpuMs, waitedMs };
    }
    const queuedMs = waitedMs - silence.waitedMs;
    const silentMs = performance.now() - silence.since - queuedMs;
    if (silentMs < limits.blockedMs) return;
    // A message of many megabytes is printed in one call.
    const quietMs = performance.now() - life.lastPrint;
    const isPrinting = quietMs < PRINT_MS * slowdown;
    if (isPrinting && silentMs < limits.blockedHardMs * slowdown) return;
    const workedMs = use && use.cpuMs - silence.cpuMs;
    if (
      workedMs !== undefined && workedMs < limits.blockedMs * LOOP_SHARE &&
      // Who is blocked in one call waits for no core: the machine is that busy.
      (queuedMs > silentMs || silentMs < limits.blockedHardMs)
    ) return;
    // This process may have waited for a core, too: what the other one has said
    // meanwhile is read now.
    const word = life.lastWord;
    for (let turn = 0; turn < READING_TURNS; turn++) await nextTurn();
    if (life.lastWord !== word) return;
    // A loop that takes memory is reported by what it takes.
    const bytes = use?.residentBytes ?? 0;
    kill(
      bytes > limits.memoryBytes / 3
        ? outOfMemory(bytes, limits, silentMs)
        : endlessLoop(life.isLoaded, limits),
    );
  };
  const look = async () => {
    if (isLooking) return;
    if (life.greeted === undefined) {
      if (!overtime(watched)) return;
      const use = await useOf(life.pid);
      const fault = overtime(watched, { whole: use?.waitedMs ?? 0, step: 0 });
      if (fault) kill(fault);
      return;
    }
    if (life.residentBytes > limits.memoryBytes) {
      // It has told so itself: it is no loop.
      return kill(outOfMemory(life.residentBytes, limits, 0));
    }
    const time = performance.now();
    if (time - life.began < YOUNG_MS) return;
    const isWell = time - life.lastBeat < LATE_MS &&
      (!watched.hasSteps || time - life.lastStep < LONG_STEP_MS);
    // Nothing that the system says could end it.
    if (isWell && !overtime(watched)) return;
    isLooking = true;
    try {
      await lookAtUse();
    } finally {
      isLooking = false;
    }
  };
  const timer = setInterval(look, WATCH_MS);
  return () => clearInterval(timer);
}

/**
 * The limit of time that is passed, if one is. What the process waited for a core
 * of a busy machine does not count.
 */
function overtime(
  { life, limits, deadline, hasSteps, slowdown }: Watched,
  waited = { whole: 0, step: 0 },
): Fault | undefined {
  const time = performance.now();
  if (life.greeted === undefined) {
    const startMs = limits.startMs * slowdown;
    const startingMs = time - life.began - waited.whole;
    return startingMs > startMs ? neverStarted(startMs) : undefined;
  }
  // A process that is blocked is reported as that.
  const isAlive = time - life.lastWord < limits.blockedMs;
  const loadMs = limits.loadMs * slowdown;
  const loadingMs = time - life.greeted - waited.whole;
  if (!life.isLoaded && loadingMs > loadMs && isAlive) {
    return neverLoaded(loadMs);
  }
  if (hasSteps && time - life.lastStep - waited.step > limits.checkHardMs) {
    return noStep(limits);
  }
  if (time - waited.whole > deadline) return tooSlow(limits);
}
