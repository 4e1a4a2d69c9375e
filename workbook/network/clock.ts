/**
 * Virtual time. Nothing waits really: when every microtask has drained, the
 * earliest event is due at once, and the clock says that its moment has come.
 *
 * @module
 */

// Before anything is replaced. A real macrotask of about 2 microseconds.
const macrotask: (callback: () => void) => unknown = setImmediate;

/**
 * Before time leaps by more than this, in virtual milliseconds, the real event
 * loop gets some turns more: something outside the model may have finished.
 */
const LEAP_MS = 1;

/** How many turns. A host whose tasks have ranks needs one: what has finished goes before the clock. */
export const leap = { turns: 4 };

/** Something that happens at a moment. */
export interface Happening {
  /** Virtual milliseconds since the clock began. */
  readonly at: number;
  /** Order of those at the same moment. */
  readonly turn: number;
  /** Whether somebody waits for it; see {@linkcode Clock.schedule}. */
  driving: boolean;
  /** What happens; `undefined` when it has happened, or was cancelled. */
  run: (() => void) | undefined;
}

/** A virtual clock and what will happen on it. */
export class Clock {
  #now = 0;
  #turn = 0;
  #driving = 0;
  #heap: Happening[] = [];
  #running = false;
  #woke = false;
  #idleTurns = 0;
  /** Time that passes on purpose: how many events are left until the clock leaps to its end. */
  #passing: { until: number; events: number } | undefined;

  /** Virtual milliseconds since the clock began. */
  get now(): number {
    return this.#now;
  }

  /**
   * Reads the clock as a program does. Each reading takes a microsecond, so
   * that a loop that waits for a moment comes to its end.
   */
  read(): number {
    return this.#now += 0.001;
  }

  /**
   * Lets something happen later.
   *
   * @param delayMs Virtual milliseconds from now.
   * @param run What happens. It may schedule more.
   * @param driving Whether the clock goes on to that moment by itself. `false`
   * for what nobody waits for, such as the end of TIME_WAIT: it happens when
   * something else takes the clock past its moment.
   */
  schedule(delayMs: number, run: () => void, driving = true): Happening {
    return this.scheduleAt(this.#now + Math.max(0, delayMs), run, driving);
  }

  /** As {@linkcode schedule}, at a moment. Two events of one moment keep their order. */
  scheduleAt(at: number, run: () => void, driving = true): Happening {
    const event = { at, turn: this.#turn++, driving, run };
    push(this.#heap, event);
    if (driving) {
      this.#driving++;
      this.#start();
    }
    return event;
  }

  /** Makes an event that is still to come one that somebody waits for. */
  promote(event: Happening): void {
    if (event.driving || event.run === undefined) return;
    event.driving = true;
    this.#driving++;
    this.#start();
  }

  /** Takes an event back. One that has happened is left alone. */
  cancel(event: Happening): void {
    if (event.run === undefined) return;
    event.run = undefined;
    if (event.driving) this.#driving--;
  }

  /**
   * Tells that a program has something to do now: the next event waits until
   * all microtasks have drained.
   */
  wake(): void {
    this.#woke = true;
  }

  /**
   * Waits in virtual time. Whatever is due meanwhile happens, the end of
   * TIME_WAIT included.
   *
   * @param ms Virtual milliseconds.
   */
  advance(ms: number): Promise<void> {
    return new Promise((resolve) =>
      this.schedule(ms, () => {
        this.wake();
        resolve();
      })
    );
  }

  /**
   * As {@linkcode advance}, but with a limit: after this many events the clock
   * leaps to the end, as that of a machine which slept. A timer that repeats
   * rings once then.
   *
   * @param ms Virtual milliseconds.
   * @param events How many events.
   * @param signal Ends it early.
   */
  pass(ms: number, events: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.#passing = undefined;
        this.cancel(end);
        this.wake();
        resolve();
      };
      const end = this.schedule(ms, done);
      this.#passing = { until: end.at, events };
      signal?.addEventListener("abort", done, { once: true });
    });
  }

  #start(): void {
    if (this.#running) return;
    this.#running = true;
    macrotask(this.#step);
  }

  /** Events until one wakes a program; then a real turn of the event loop. */
  #step = (): void => {
    this.#woke = false;
    try {
      while (this.#driving > 0 && !this.#woke && !this.#pausesBeforeLeap()) {
        this.#runNext();
      }
    } finally {
      this.#running = false;
      if (this.#driving > 0) this.#start();
    }
  };

  #runNext(): void {
    const event = pop(this.#heap)!;
    const { run } = event;
    if (run === undefined) return;
    event.run = undefined;
    if (event.driving) this.#driving--;
    if (event.at > this.#now) this.#now = event.at;
    const passing = this.#passing;
    if (passing && --passing.events < 0) {
      this.#now = Math.max(this.#now, passing.until);
    }
    run();
  }

  #pausesBeforeLeap(): boolean {
    const leaps = this.#heap[0].at - this.#now > LEAP_MS;
    this.#idleTurns = leaps ? this.#idleTurns + 1 : 0;
    if (!leaps || this.#idleTurns > leap.turns) {
      this.#idleTurns = 0;
      return false;
    }
    return true;
  }
}

function before(a: Happening, b: Happening): boolean {
  return a.at < b.at || (a.at === b.at && a.turn < b.turn);
}

/** Adds to a binary heap: the earliest event is at index 0. */
function push(heap: Happening[], event: Happening): void {
  let at = heap.length;
  heap.push(event);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!before(event, heap[parent])) break;
    heap[at] = heap[parent];
    at = parent;
  }
  heap[at] = event;
}

/** Takes the earliest event of a binary heap. */
function pop(heap: Happening[]): Happening | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return first;
  let at = 0;
  while (true) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && before(heap[child + 1], heap[child])) {
      child++;
    }
    if (!before(heap[child], last)) break;
    heap[at] = heap[child];
    at = child;
  }
  heap[at] = last;
  return first;
}
