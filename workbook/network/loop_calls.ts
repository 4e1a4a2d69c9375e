import {
  type Attempt,
  type Call,
  type CallOptions,
  type Calls,
  type Outcome,
  promiseOf,
  type SubmitOptions,
} from "./calls.ts";
import type { EventLoop, Waiter } from "./event_loop.ts";

/**
 * Calls of one kind on one descriptor, as the event loop of Deno serves them. A
 * call that need not wait is done within the turn that makes it. The others are
 * done after a turn, in the order in which their sockets became ready.
 */
export class LoopCalls implements Calls, Waiter {
  readonly #loop: EventLoop;
  /** Who is told what happens to the socket: the kernel tells once, for all that has happened. */
  readonly #first: LoopCalls;
  readonly #others: LoopCalls[] = [];
  readonly #later: boolean;
  readonly #readiness: NonNullable<CallOptions["readiness"]>;
  readonly #concerned: () => boolean;
  #waiting: Call[] = [];
  /** Whether the loop has seen that the socket is ready, and no call has found otherwise. */
  #ready: boolean;
  /** Whether the loop has seen the end: that is never used up. */
  #ended = false;

  constructor(loop: EventLoop, options: CallOptions = {}, first?: LoopCalls) {
    const {
      seen = false,
      later = false,
      readiness = () => "ready",
      concerned = () => readiness() !== "none",
    } = options;
    this.#loop = loop;
    this.#first = first ?? this;
    if (first !== undefined) first.#others.push(this);
    this.#later = later;
    this.#readiness = readiness;
    this.#concerned = concerned;
    this.#ready = seen;
    // The kernel reports a new socket like one where something happened.
    if (!later && !seen && readiness() !== "none") loop.happened(this.#first);
  }

  get pending(): number {
    return this.#waiting.length;
  }

  submit<T>(
    attempt: Attempt<T>,
    { atOnce = false, told }: SubmitOptions = {},
  ): Promise<T> {
    return promiseOf(told, (settle) => {
      const seen = atOnce || (!this.#later && (this.#ready || this.#ended));
      if (seen && this.#waiting.length === 0) {
        const served = atOnce || this.#loop.mayServeAtOnce();
        const outcome = served ? this.#try(attempt) : undefined;
        if (outcome !== undefined) return settle(outcome);
        if (!served) this.#loop.wakeFor(() => this.#serve());
      }
      this.#waiting.push({ attempt, settle });
      if (this.#later) this.poke();
    });
  }

  poke(): void {
    if (this.#concerned()) this.#loop.happened(this.#first);
  }

  see(): void {
    const readiness = this.#readiness();
    this.#ready ||= readiness !== "none";
    this.#ended ||= readiness === "ended";
    for (const other of this.#others) other.see();
  }

  serve(): void {
    if (this.#ready || this.#ended) this.#serve();
    for (const other of this.#others) other.serve();
  }

  #serve(): void {
    const [call] = this.#waiting;
    if (call === undefined) return;
    const outcome = this.#try(call.attempt);
    if (outcome === undefined) return;
    this.#waiting.shift();
    this.#loop.settle(() => call.settle(outcome));
    // The next call is woken by this one: others that are woken already go first.
    if (this.#waiting.length > 0) this.#loop.wakeFor(() => this.#serve());
  }

  #try(attempt: Attempt<unknown>): Outcome<unknown> | undefined {
    const outcome = attempt();
    const drained = outcome === undefined ||
      ("drained" in outcome && outcome.drained && !outcome.filled);
    if (drained) this.#ready = false;
    return outcome;
  }

  fail(error: () => Error): void {
    // A call learns of it when the one before it is done.
    const failNext = () => {
      const call = this.#waiting.shift();
      if (call === undefined) return;
      const outcome = { error: error() };
      this.#loop.settle(() => call.settle(outcome));
      if (this.#waiting.length > 0) this.#loop.wakeFor(failNext);
    };
    if (this.#waiting.length > 0) this.#loop.wakeFor(failNext);
  }
}
