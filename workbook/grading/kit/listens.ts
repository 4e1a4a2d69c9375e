/**
 * Calls of `Deno.listen()` by a submission that tries again: how many, when, and
 * what came of them.
 *
 * @module
 */
import { type Endpoint, formatEndpoint } from "../../endpoint.ts";
import { afterCheck, failInBackground } from "./check_context.ts";
import type { Action, Fact } from "./exchange.ts";
import { equal, expect, settles } from "./expect.ts";
import { isVirtual } from "./pass_time.ts";
import { placeInSubmission } from "../../sandbox/paths.ts";
import { lookAtListens } from "./stand_ins.ts";
import { real } from "./wire.ts";

// Before anything is replaced.
const macrotask: (callback: () => void) => unknown = setImmediate;

/** How much later a try may come. A virtual clock is exact. */
const slack = (): number => isVirtual() ? 10 : 400;

/** So many tries in one turn of the event loop: the pause between them blocks everything else. */
const HASTY = 10;

/** The tries of one scene, counted from its first call on. */
export class Tries {
  readonly #did: () => string;
  readonly #fails: Record<number, Error> = {};
  /** When each was made, in milliseconds since the first call. */
  readonly #at: number[] = [];
  #began: number | undefined;
  #made = 0;
  #untilEnd = 0;
  /** How many were made since the event loop has turned. */
  #inOneTurn = 0;

  /** @param did Tells the call that was made last. */
  constructor(did: () => string) {
    this.#did = did;
  }

  readonly facts: Record<string, Fact> = {
    tries: this.#count("tries", () => this.#at.length),
    "tries after its end": this.#count(
      "tries after its end",
      () => this.#at.length - this.#untilEnd,
    ),
    // Who connects to one that is closed again is reset.
    "listeners made": this.#count("listeners made", () => this.#made),
    // `longest pause = 100 ms`: before the first try none, and then between two.
    "longest pause": ([due]) => {
      const most = parseInt(due) + slack();
      const pauses = [...this.#at, this.#now()].map((ms, i) =>
        ms - (this.#at[i - 1] ?? 0)
      );
      expect(this.#at[0] <= slack() && pauses.every((ms) => ms <= most), {
        cause: "too-slow",
        did: this.#did(),
        what: `tries after ${this.#at.slice(0, 12).join(", ")} ms`,
        expected: `a try at 0 ms, and then at least every ${due}`,
      });
    },
  };

  readonly actions: Record<string, Action> = {
    "try N fails with …": (nth: number, error: Error) => {
      this.#fails[nth] = error;
    },
  };

  /** Makes a call, and counts its tries. */
  during<T>(call: () => Promise<T>): Promise<T> {
    if (this.#began === undefined) this.#watch();
    const work = call();
    const end = () => {
      this.#untilEnd = this.#at.length;
    };
    work.then(end, end);
    return work;
  }

  #watch(): void {
    this.#began = performance.now();
    lookAtListens((options) => {
      this.#at.push(this.#now());
      this.#seeTurns();
      const { [this.#at.length]: fault } = this.#fails;
      if (fault) throw fault;
      const listener = real.listen(options);
      this.#made++;
      return listener;
    });
  }

  /** Ends a loop in which nothing else can run: with an error that means no other try. */
  #seeTurns(): void {
    if (this.#inOneTurn++ === 0) {
      macrotask(() => {
        this.#inOneTurn = 0;
      });
    }
    if (this.#inOneTurn < HASTY) return;
    failInBackground({
      cause: "never-ended",
      did: this.#did(),
      what:
        `${HASTY} tries, and nothing else could run between the first and the last`,
      expected: "a pause in which other work goes on",
      lookAt:
        "what can run while your pause lasts: does it wait, or only look at the clock",
      at: placeInSubmission(new Error().stack),
    });
    throw new Error("no further try");
  }

  #now(): number {
    return Math.round(performance.now() - this.#began!);
  }

  #count(what: string, count: () => number): Fact {
    return ([due]) =>
      equal(count(), Number(due), { did: `${this.#did()}, number of ${what}` });
  }
}

/**
 * Expects a listener that takes a client, and closes it.
 *
 * @param listener What a call gave.
 * @param due Where it must listen.
 * @param did The call, as a learner would write it.
 * @throws {Wrong} If it listens elsewhere, or not any more.
 */
export async function expectListening(
  listener: Deno.TcpListener,
  due: Endpoint,
  did: string,
): Promise<void> {
  const addr = listener?.addr;
  equal(addr && formatEndpoint(addr), formatEndpoint(due), {
    did: `${did}, where does it listen`,
    lookAt: "which listener is returned, and on which address does it listen",
  });
  const { hostname, port } = due;
  const client = await real.connect({ hostname, port }).catch(() => {});
  afterCheck(() => client?.close());
  expect(client, {
    cause: "not-listening",
    did: `${did}, then a client connects`,
    what: "the client was refused",
    expected: "a listener that is open",
    lookAt: "is the listener that is returned still open",
  });
  const conn = await settles(
    listener.accept(),
    `${did}, then listener.accept()`,
  );
  afterCheck(() => conn.close());
  listener.close();
}
