/**
 * A call of a submission while a check runs: its peers, its script, its outcome.
 *
 * @module
 */
import type { Endpoint } from "../../endpoint.ts";
import { LIMITS } from "../../sandbox/limits.ts";
import { CallOutcome } from "./call_outcome.ts";
import { CallPeers } from "./call_peers.ts";
import { note } from "./check_context.ts";
import { type Action, type Cast, type Fact, play } from "./exchange.ts";
import { Words } from "./payload.ts";
import type { Peer } from "./peer.ts";
import { playTag } from "./play_tag.ts";
import type { Step, Tag, Vocabulary } from "./step.ts";
import { eventually, settle } from "./waiting.ts";
import { pattern } from "../../pattern.ts";
import { expectTimers, watchTimers } from "./watch_timers.ts";

/** What the checks of one call share. */
export interface CallsOptions<T, L extends string, H extends string> {
  /** Peers that listen: the call gets their endpoint. */
  listens?: readonly L[];
  /** Peers that are connected already: the call gets its end of the connection. */
  hands?: readonly H[];
  /** Whether the call never rejects: then a rejection is a fault that says so. A text asks where to look then. */
  neverRejects?: boolean | string;
  /** Where to look when it rejects and no script expects that. */
  lookAtRejection?: string;
  /** Whether it gives bytes: `returns {a}` means the bytes of the word, and not the word. */
  bytes?: boolean;
  /** Whether every connection that it was given must be closed when it has settled. */
  closes?: boolean;
  /** What scripts may compare beside `open`; `value` is what the call gave. */
  facts?: (one: Called<T>) => Record<string, Fact>;
  /** What scripts may call: `old.close()`. */
  actions?: (one: Called<T>) => Record<string, Action>;
}

/** A call that runs in a check. */
export interface Called<T> {
  /** The call as a learner would write it. */
  readonly did: string;
  readonly words: Words;
  /** Plays a script while the call runs. */
  play: Tag<Promise<void>>;
  /** A peer, connected: `server`, also where a script of two calls says `server 2`. */
  peer(name: string): Promise<Peer>;
  /** Does something while the call runs. An error of the call ends it: that is the reason to report. */
  during<R>(step: Promise<R>): Promise<R>;
  /** What the call gave. It must settle. */
  value(withinMs?: number): Promise<T>;
  /** Ends the call: it must resolve, unless a script said otherwise, and leave closed what it must. */
  end(): Promise<void>;
}

/** How one call is begun. */
export interface BeginOptions<T> {
  /** The call as a learner would write it. */
  did: string;
  /** What the checks of the call share. */
  shared: CallsOptions<T, string, string>;
  /** The address of the servers. */
  hostname: string;
  /** Where they are for the call, if not there. */
  at?: Endpoint | "nobody";
  /** Names of those who reset their connection. */
  resets: Set<string>;
  /** Whether its timers are counted, for the fact `timers`. */
  timers?: boolean;
  /** Its number, if it is one of several at once: its peers have it, too. */
  nth?: number;
  /** The words of its script; its own by default. */
  words?: Words;
  /** Makes the call, with what its peers give and the words of the script. */
  call(
    given: Record<string, Endpoint | Deno.TcpConn>,
    words: Record<string, string>,
  ): T | Promise<T>;
}

/** What a script about a call may name. */
export function callVocabulary(
  { listens = [], hands = [] }: {
    listens?: readonly string[];
    hands?: readonly string[];
  },
  facts: readonly string[],
  actions: readonly string[],
): Vocabulary {
  return { peers: [...listens, ...hands], facts, actions, isCall: true };
}

/** Names with the number of their call, if it has one. */
export const numbered = (
  names: readonly string[] = [],
  nth?: number,
): string[] => names.map((name) => nth ? `${name} ${nth}` : name);

/** The call with this number at each of its peers: `relay(a 2, b 2)`. */
function numberedCall(did: string, peers: number, nth?: number): string {
  let at = 0;
  return nth
    ? did.replace(
      pattern(/\w+(?=[,)])/g),
      (name) => at++ < peers ? `${name} ${nth}` : name,
    )
    : did;
}

/** One call, and the part it plays in a script. */
export class RunningCall<T> implements Called<T> {
  readonly did: string;
  readonly words: Words;
  /** The part that it plays. */
  readonly cast: Cast;
  readonly play: Tag<Promise<void>>;
  readonly #options: CallsOptions<T, string, string>;
  readonly #nth: number | undefined;
  readonly #peers: CallPeers;
  readonly #outcome: CallOutcome<T>;

  private constructor(
    { did, shared, timers, nth, words = new Words(), call }: BeginOptions<T>,
    peers: CallPeers,
    all: readonly CallPeers[],
  ) {
    this.did = did;
    this.words = words;
    this.play = playTag(
      words,
      () =>
        callVocabulary(
          shared,
          Object.keys(this.cast.facts),
          Object.keys(this.cast.actions),
        ),
      (steps) => this.playSteps(steps),
    );
    this.#options = shared;
    this.#nth = nth;
    this.#peers = peers;
    const live = timers ? watchTimers() : undefined;
    note(`${did} is called`);
    const given = Object.fromEntries(
      Object.entries(peers.given).map(([name, value]) => [
        nth ? name.slice(0, -`${nth}`.length - 1) : name,
        value,
      ]),
    );
    const work = (async () => await call(given, words.of(nth)))();
    this.#outcome = new CallOutcome(work, {
      did,
      neverRejects: shared.neverRejects,
      lookAtRejection: shared.lookAtRejection,
      bytes: shared.bytes,
      whatIsOpen: () => peers.whatIsOpen(),
      whereToDial: () => peers.whereTheyListen(),
    });
    this.cast = {
      did,
      peers: peers.connected,
      words: this.words,
      connect: (name) => peers.accept(name),
      facts: {
        open: ([count]) => peers.expectOpen(Number(count), did, all),
        ...(live && {
          timers: ([due]) => expectTimers(live, Number(due), did),
        }),
        ...shared.facts?.(this),
      },
      actions: shared.actions?.(this) ?? {},
      outcome: this.#outcome,
    };
  }

  /** Lets the peers be there, and makes the call. */
  static async begin<T>(options: BeginOptions<T>): Promise<RunningCall<T>> {
    const [one] = await RunningCall.beginAll([options]);
    return one;
  }

  /** Lets the peers of several calls be there, and makes all of them at once. */
  static async beginAll<T>(
    all: BeginOptions<T>[],
  ): Promise<RunningCall<T>[]> {
    const ready: Array<[BeginOptions<T>, CallPeers]> = [];
    for (const options of all) {
      const { shared, nth } = options;
      const listens = numbered(shared.listens, nth);
      const hands = numbered(shared.hands, nth);
      const count = listens.length + hands.length;
      const did = numberedCall(options.did, count, nth);
      const peers = await CallPeers.open({ ...options, did, listens, hands });
      ready.push([{ ...options, did }, peers]);
    }
    const peers = ready.map(([, each]) => each);
    return ready.map(([options, own]) => new RunningCall(options, own, peers));
  }

  /** Looks at the script before it is played: an error that it expects ends no step. */
  expectIn(steps: readonly Step[]): void {
    if (steps.some(({ verb }) => verb === "throws" || verb === "settles")) {
      this.#outcome.allowRejection();
    }
  }

  async playSteps(steps: readonly Step[]): Promise<void> {
    this.expectIn(steps);
    await play(steps, this.cast);
  }

  async peer(parameter: string): Promise<Peer> {
    const [name] = numbered([parameter], this.#nth);
    const known = this.cast.peers.get(name);
    if (known) return known;
    const peer = await this.#peers.accept(name);
    this.cast.peers.set(name, peer);
    return peer;
  }

  value(withinMs?: number): Promise<T> {
    return this.#outcome.value(withinMs);
  }

  during<R>(step: Promise<R>): Promise<R> {
    return this.#outcome.during(step);
  }

  /** It must resolve, unless a script said otherwise. */
  async settled(): Promise<void> {
    if (!this.#outcome.isOver) await this.value();
  }

  async end(): Promise<void> {
    await this.settled();
    if (!this.#options.closes) return;
    await eventually(() => !this.#peers.whatIsOpen(), LIMITS.replyMs, () => ({
      cause: "never-closed",
      did: this.did,
      what: `still open after the promise settled: ${this.#peers.whatIsOpen()}`,
      expected: "close() on every path",
      lookAt: "which path leaves without close()",
    }));
    // An error that nobody caught is reported in one of these turns.
    await settle();
  }
}
