import type { SocketRow } from "../kernel/mod.ts";
import type { TcpEvent } from "../tcp/mod.ts";
import type { Clock, Happening } from "./clock.ts";
import type { TimeSource } from "./install_clock.ts";
import type { Segment } from "./segment.ts";

/** A call of a program. */
export interface ObservedCall {
  /** Its name: `connect`, `accept`, `read`. */
  readonly name: string;
  /** The socket it is about, as in {@linkcode Observer.changed}; `listen` and `connect` make one. */
  readonly socket?: object;
  /** What is written; for a read the buffer, which is filled when it returns. */
  readonly bytes?: Uint8Array;
  /** The host and port that are asked for, or the milliseconds of a timer. */
  readonly asked?: string;
  /** The stack of the call. */
  readonly stack: string;
}

/** What a call came to. */
export type ObservedOutcome = { value: unknown } | { error: Error };

/**
 * Told of everything that happens on a network, in its order, at the moment
 * that the network's clock shows. Whether somebody observes or not, a run is
 * the same.
 */
export interface Observer {
  /** A program has called. */
  called(call: ObservedCall): void;
  /** The call has come back: its promise settles now. */
  returned(call: ObservedCall, outcome: ObservedOutcome): void;
  /** A segment begins its way. */
  sent(segment: Segment): void;
  /** A segment, the same object as in `sent`, ends its way. */
  arrived(segment: Segment, fate: "arrives" | "dropped"): void;
  /**
   * The row of a socket may have changed.
   *
   * @param socket Stands for the socket, whatever becomes of it.
   * @param row Its row now.
   * @param event What took it into its state, if it has just entered that.
   */
  changed(socket: object, row: SocketRow, event?: TcpEvent): void;
  /**
   * A timer of the kernel runs from now on, and replaces an earlier one.
   *
   * @param event What happens when it runs out.
   * @param at When that is, in virtual milliseconds.
   */
  timed(socket: object, event: TcpEvent, at: number): void;
}

/** Where the observer of a network is, if there is one: all parts of a network share it. */
export interface Watched {
  observer?: Observer;
}

/**
 * Tells the observer of a call.
 *
 * @param watched Where the observer is.
 * @param name The name of the call.
 * @param about What else is known of it.
 * @returns Tells what the call came to; `undefined` if nobody observes.
 */
export function tellCall(
  watched: Watched,
  name: string,
  about: { socket?: object; bytes?: Uint8Array; asked?: string; at?: Error } =
    {},
): ((outcome: ObservedOutcome) => void) | undefined {
  if (watched.observer === undefined) return;
  const { socket, bytes, asked, at = new Error() } = about;
  const call = { name, socket, bytes, asked, stack: at.stack ?? "" };
  watched.observer.called(call);
  return (outcome) => watched.observer?.returned(call, outcome);
}

/**
 * Makes a call that comes back at once.
 *
 * @param told What {@linkcode tellCall} has returned.
 * @param make The call.
 */
export function telling<T>(
  told: ReturnType<typeof tellCall>,
  make: () => T,
): T {
  if (told === undefined) return make();
  try {
    const value = make();
    told({ value });
    return value;
  } catch (error) {
    told({ error: error as Error });
    throw error;
  }
}

/**
 * The clock of a program's timers: each is a call that comes back when it rings.
 *
 * @param clock The clock.
 * @param watched Where the observer is.
 */
export function observedTimers(clock: Clock, watched: Watched): TimeSource {
  const tellers = new WeakMap<Happening, (outcome: ObservedOutcome) => void>();
  return {
    schedule(ms, run) {
      const told = tellCall(watched, "timer", { asked: `${ms} ms` });
      if (told === undefined) return clock.schedule(ms, run);
      const happening = clock.schedule(ms, () => {
        told({ value: undefined });
        run();
      });
      tellers.set(happening, told);
      return happening;
    },
    cancel(happening) {
      // One that has rung was reported already.
      if (happening.run) tellers.get(happening)?.({ value: "cleared" });
      clock.cancel(happening);
    },
    wake: () => clock.wake(),
    read: () => clock.read(),
  };
}
