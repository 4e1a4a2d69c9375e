/**
 * What a call came to; `drained` if it has taken all there was, `filled` if it
 * has filled its buffer, so that the runtime does not know that.
 */
export type Outcome<T> =
  | { value: T; drained?: boolean; filled?: boolean }
  | { error: Error };

/** Tries to do a call; `undefined` if it must wait. */
export type Attempt<T> = () => Outcome<T> | undefined;

/** Settles the promise of a call. */
export type Settle = (outcome: Outcome<unknown>) => void;

/** A call that is not done. */
export interface Call {
  attempt: Attempt<unknown>;
  settle: Settle;
}

/** How calls of one kind are tried. */
export interface CallOptions {
  /** Whether the runtime knows from the beginning that the socket is ready. */
  seen?: boolean;
  /** Whether the first try always comes in a later turn. */
  later?: boolean;
  /** Milliseconds to wait before a try, to take more together; 0 for none. */
  lingerMs?: () => number;
  /** What the kernel says of the socket when the event loop asks; `ready` by default. `ended` is for ever. */
  readiness?: () => "none" | "ready" | "ended";
  /** Whether the kernel tells the event loop of a change; by default if the socket is ready. */
  concerned?: () => boolean;
}

/** How a call is made. */
export interface SubmitOptions {
  atOnce?: boolean;
  told?: (outcome: Outcome<unknown>) => void;
}

/** Calls of one kind on one descriptor: served one after the other, as Deno does. */
export interface Calls {
  /** How many calls are not done. */
  readonly pending: number;
  /**
   * Makes a call.
   *
   * @param attempt Tries to do it; `undefined` if it must wait.
   * @param options.atOnce Whether it does not matter if the socket is ready.
   * @param options.told Told of what the call came to.
   */
  submit<T>(attempt: Attempt<T>, options?: SubmitOptions): Promise<T>;
  /** Something changed: the first call may go on. */
  poke(): void;
  /** The descriptor is closed: every call that waits fails. */
  fail(error: () => Error): void;
}

/**
 * The promise of a call that is being made.
 *
 * @param told Told of what the call came to, just before the promise settles.
 * @param begin Begins the call; it is handed what settles the promise.
 */
export function promiseOf<T>(
  told: SubmitOptions["told"],
  begin: (settle: Settle) => void,
): Promise<T> {
  return new Promise((resolve, reject) =>
    begin((outcome) => {
      told?.(outcome);
      if ("error" in outcome) reject(outcome.error);
      else resolve(outcome.value as T);
    })
  );
}
