import type { Clock } from "./clock.ts";

/** How many calls Deno serves at once within one turn of a program; the next one waits, so that others get their turn. */
const AT_ONCE = 128;

/**
 * After this many calls without a pause a program is busy: from then on each of
 * its calls takes time, as on a real machine. Otherwise a loop without an end
 * would make millions of them before any limit is over.
 */
const BUSY_CALLS = 2_000;

/** How long a call of a busy program takes: a little more than a read that need not wait, on a machine of today. */
const CALL_MS = 0.01;

/** After this many turns the kernel is asked in any case (`event_interval` of tokio's runtime). */
const TURNS_UNASKED = 61;

/** A program that makes no call for so long has paused. */
const PAUSE_MS = 1;

/** Something that waits in the loop: calls on one socket. */
export interface Waiter {
  /** The loop has asked the kernel: notes what the socket is ready for. */
  see(): void;
  /** Serves calls that wait. What came of them is settled in the next turn of the program. */
  serve(): void;
}

/**
 * The event loop of Deno on Linux. After a turn of the program it serves the
 * calls that this turn has woken itself, such as those of a closed connection.
 * If there are none, or there were some many times in a row, it asks the kernel
 * which sockets have become ready, and serves the calls that wait for them, in
 * the order in which they became so. All that was served is settled in one turn
 * of the program.
 */
export class EventLoop {
  readonly #clock: Clock;
  readonly #turnMs: number;
  /** Sockets where something has happened since the kernel was asked last. */
  #happened = new Set<Waiter>();
  /** Work that the loop is woken for, in this order. */
  #woken: (() => void)[] = [];
  #served: (() => void)[] = [];
  #scheduled = false;
  #left = AT_ONCE;
  /** Calls since the last turn, and since the program has paused. */
  #calls = 0;
  #unpaused = 0;
  #turnAt = 0;
  #unasked = 0;

  /**
   * @param turnMs How long one turn takes.
   */
  constructor(clock: Clock, turnMs: number) {
    this.#clock = clock;
    this.#turnMs = turnMs;
  }

  /** Something has happened at a socket: it is seen after this turn of the program. */
  happened(waiter: Waiter): void {
    this.#happened.add(waiter);
    this.#schedule();
  }

  /** Wakes the loop: it does this after this turn of the program, before it asks the kernel. */
  wakeFor(work: () => void): void {
    this.#woken.push(work);
    this.#schedule();
  }

  /** What a call that waited came to: the program learns it in its next turn. */
  settle(tell: () => void): void {
    this.#calls++;
    this.#served.push(tell);
  }

  /** Whether one more call may be served within this turn of the program. */
  mayServeAtOnce(): boolean {
    if (this.#left === 0) return false;
    // A turn of the program ends before the clock goes on.
    if (this.#left === AT_ONCE) {
      this.#clock.schedule(0, () => this.#left = AT_ONCE, false);
    }
    this.#left--;
    this.#calls++;
    return true;
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#clock.schedule(this.#busyMs() + this.#turnMs, () => this.#turn());
  }

  /** How long the calls since the last turn have taken. */
  #busyMs(): number {
    const calls = this.#calls;
    this.#calls = 0;
    const pauses = this.#clock.now - this.#turnAt > PAUSE_MS;
    this.#unpaused = pauses ? calls : this.#unpaused + calls;
    return this.#unpaused > BUSY_CALLS ? CALL_MS * calls : 0;
  }

  #turn(): void {
    this.#turnAt = this.#clock.now;
    this.#left = AT_ONCE;
    // What the program itself has woken goes first: the kernel is not asked before it is done.
    if (this.#woken.length === 0 || ++this.#unasked >= TURNS_UNASKED) {
      this.#look();
    }
    // What is served may wake more, which belongs to the same turn.
    for (const work of this.#woken) work();
    this.#woken = [];
    this.#scheduled = false;
    if (this.#happened.size > 0) this.#schedule();
    const served = this.#served.splice(0);
    if (served.length === 0) return;
    this.#clock.wake();
    for (const tell of served) tell();
  }

  #look(): void {
    this.#unasked = 0;
    const happened = this.#happened;
    this.#happened = new Set();
    for (const waiter of happened) {
      waiter.see();
      this.#woken.push(() => waiter.serve());
    }
  }
}
