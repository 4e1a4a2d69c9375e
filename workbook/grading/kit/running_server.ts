/**
 * A server of a submission while a check runs: its script, its log, its end.
 *
 * @module
 */
import { Wrong } from "../../sandbox/fault.ts";
import { isOfItsCode } from "../../sandbox/error_question.ts";
import { faultOf, isClosedTwice } from "../../sandbox/thrown_fault.ts";
import { NotStarted } from "../../todo.ts";
import {
  afterCheck,
  excuseRest,
  failedInBackground,
  isBeforePart,
  note,
  ownHole,
  session,
  whereToLook,
} from "./check_context.ts";
import {
  type Action,
  type Cast,
  type Fact,
  play,
  resetters,
} from "./exchange.ts";
import { settles, show } from "./expect.ts";
import { Log, type LogForm } from "./log.ts";
import { countOpen, countPendingAccepts } from "./open_sockets.ts";
import { Words } from "./payload.ts";
import { Peer } from "./peer.ts";
import { playTag } from "./play_tag.ts";
import { expectFree } from "./ports.ts";
import {
  expectAddress,
  expectAllClosed,
  expectFinished,
  expectOpen,
  expectOpenNow,
  expectServer,
} from "./server_facts.ts";
import type { Served } from "./served.ts";
import { serverLines } from "./server_lines.ts";
import type { ReadSign, Step, Vocabulary } from "./step.ts";
import { NO_RETURN } from "./wrong_kind.ts";
import { pattern } from "../../pattern.ts";

/** What every server of the lessons has. */
export interface Listening {
  readonly addr: Deno.NetAddr;
  /** Resolves when everything is over, in most lessons. */
  readonly finished?: Promise<void>;
  stop(): Promise<void>;
}

/** What the checks of one kind of server share. */
export interface ServesOptions<S> {
  /** Fields of the server: `addr`, `stop` and, in most lessons, `finished`. */
  has?: ReadonlyArray<keyof S & string>;
  /** How the lines of its log begin, if it has one: for the facts `log`, `lines` and `quits`. */
  log?: LogForm;
  /** What scripts may compare beside that. */
  facts?: (one: Served<S>) => Record<string, Fact>;
  /** What scripts may call beside `stop()`: `abort()`, `N clients join`. */
  actions?: (one: Served<S>) => Record<string, Action>;
  /** How a check ends a server that has no `stop()`; scripts write `stop()` for it. */
  ending?: Ending;
  /** What else may stand behind an arrow of a script: `httpSigns`. */
  sign?: ReadSign;
  /** The part that asks for `stop()`: how it ends a check of an earlier one is not judged. */
  stopPart?: number;
}

/** The end of a check, in the words of a submission that has no `stop()`. */
export interface Ending {
  /** What is done: `listener.close()`. */
  call: string;
  /** What must settle then: `acceptLoop(listener, options)`. */
  promise: string;
  /** Where to look if it does not; by default that depends on what is open. */
  lookAt?: string;
}

const STOP: Ending = { call: "stop()", promise: "stop()" };

/** Where to look when `stop()` stays pending, by what is open. */
function whatKeepsIt(port: number): string {
  if (countPendingAccepts(port) > 0) {
    return "who ends the accept() that is pending: is the listener closed";
  }
  return countOpen() > 0
    ? "which open connections does stop() know, and what does it await before it closes them"
    : "which promise does stop() wait for, and who ends it";
}

/** What a script about a server may name. */
export function serverVocabulary(
  facts: readonly string[],
  actions: readonly string[],
  sign?: ReadSign,
): Vocabulary {
  return { peers: ["client", "guest"], facts, actions, isCall: false, sign };
}

/** One server, and the part it plays in a script. */
export class RunningServer<S extends Listening> implements Served<S> {
  readonly server: S;
  readonly log: Log;
  readonly words = new Words();
  readonly #cast: Cast;
  readonly #facts: string[];
  readonly #actions: string[];
  /** The call, as a learner would write it. */
  readonly #did: string;
  readonly #ending: Ending;
  readonly #sign: ReadSign | undefined;
  readonly #stopPart: number;
  /** Where it has listened, whatever it says of that later. */
  readonly #port: number;
  /** How the transcript calls those who connected. */
  readonly #names = new Set<string>();
  /** Starts the second server. */
  readonly #another: () => RunningServer<S>;
  /** The server of the guests, once there is one. */
  #second: RunningServer<S> | undefined;
  /** Who resets in the script that is played: also one whom an action connects. */
  #canReset: ReadonlySet<string> = new Set();
  #stops = 0;
  /** Whether the last call of `stop()` gave nothing that can be awaited. */
  #gaveNothing = false;

  constructor(
    start: (log: (line: string) => void) => S,
    options: ServesOptions<S> & { did: string },
  ) {
    const { did, has = ["addr", "stop"], log, facts, actions, sign } = options;
    const { ending = STOP, stopPart = 0 } = options;
    this.#another = () => new RunningServer(start, options);
    this.#did = did;
    this.#ending = ending;
    this.#sign = sign;
    this.#stopPart = stopPart;
    this.log = new Log(log ?? { chunk: "", quit: "" });
    this.server = start(this.log.add);
    expectServer(this.server, did, has);
    this.#port = this.server.addr.port;
    // A check that failed half-way leaves it running; then nobody waits for it.
    afterCheck(() => {
      if (this.#stops === 0) this.server.stop().catch(() => {});
    });
    this.#cast = {
      peers: new Map(),
      words: this.words,
      connect: (name, canReset) => {
        const { addr } = this.#serverOf(name);
        return Peer.connect(addr, { name: this.#nameOf(name), canReset });
      },
      facts: { ...this.#ownFacts(), ...facts?.(this) },
      actions: {
        "stop()": () => this.stop(),
        ...serverLines(this),
        ...actions?.(this),
      },
    };
    this.#facts = Object.keys(this.#cast.facts);
    this.#actions = Object.keys(this.#cast.actions);
  }

  get did(): string {
    return this.#cast.last?.did ?? "nobody has connected";
  }

  /** The server that somebody connects to. */
  #serverOf(name: string): S {
    if (!pattern(/^(a )?guest/).test(name)) return this.server;
    this.#second ??= this.#another();
    return this.#second.server;
  }

  /** The name of somebody who connects: `a client` is the next number. */
  #nameOf(name: string): string {
    const [, base] = name.match(pattern(/^a (.+)$/)) ?? [];
    let own = name;
    for (let i = 1; base && (own === name || this.#names.has(own)); i++) {
      own = `${base} ${i}`;
    }
    this.#names.add(own);
    return own;
  }

  readonly play = playTag(
    this.words,
    () => serverVocabulary(this.#facts, this.#actions, this.#sign),
    (steps) => this.playSteps(steps),
  );

  async playSteps(steps: readonly Step[]): Promise<void> {
    this.#canReset = resetters(steps);
    await play(steps, this.#cast);
  }

  async connect(
    name: string,
    { canReset = this.#canReset.has(name) }: { canReset?: boolean } = {},
  ): Promise<Peer> {
    const peer = await this.#cast.connect(name, canReset);
    this.#cast.peers.set(name, peer);
    return peer;
  }

  async stop(which = this.#whichStop()): Promise<void> {
    note(`${which} is called`);
    this.#stops++;
    const { promise, lookAt } = this.#ending;
    try {
      await settles(
        (async () => {
          const given: unknown = this.server.stop();
          this.#gaveNothing = given === undefined;
          await given;
        })(),
        this.#ending === STOP ? which : promise,
        undefined,
        lookAt ? whereToLook() ?? lookAt : () => whatKeepsIt(this.#port),
      );
    } catch (error) {
      // A later part writes it: the script was played to its end.
      if (error instanceof NotStarted && !ownHole()) return;
      if (error instanceof Wrong || error instanceof NotStarted) throw error;
      const fault = faultOf(error, "threw");
      if (fault.cause !== "threw") throw new Wrong(fault);
      const told = isClosedTwice(error)
        ? "BadResource: something is closed twice"
        : show(error);
      throw new Wrong({
        ...fault,
        what: `${this.#ending === STOP ? which : promise} failed with ${told}`,
        expected: `${promise} never rejects`,
        lookAt: isClosedTwice(error) || isOfItsCode(error)
          ? fault.lookAt
          : "what happens to accept() and read() when their socket is closed",
      });
    }
  }

  /** The next call of `stop()`, in words. */
  #whichStop(): string {
    const { call } = this.#ending;
    if (this.#stops === 0) return call;
    return `${call} a ${this.#stops === 1 ? "second" : "further"} time`;
  }

  async end(): Promise<void> {
    if (this.#stops > 0 && !this.#second) return;
    for (const peer of this.#cast.peers.values()) peer.close();
    if (this.#stops === 0) await this.#stopAtEnd();
    const second = this.#second;
    if (second) await second.#stopAtEnd("stop() of the guests' server");
  }

  /** Stops it at the end of a check. A stop() that fails where it is not asked for yet is told in its own part. */
  async #stopAtEnd(which = this.#whichStop()): Promise<void> {
    const isAsked = !isBeforePart(this.#stopPart);
    // It would be waited for in every check.
    if (!isAsked && session.stopFails) return excuseRest();
    try {
      await this.stop(which);
    } catch (error) {
      const isOther = failedInBackground() || error instanceof NotStarted;
      if (isAsked || isOther) throw error;
      session.stopFails = true;
      excuseRest();
    }
  }

  #ownFacts(): Record<string, Fact> {
    const { log } = this;
    return {
      open: ([count]) =>
        this.#stops > 0 ? expectAllClosed() : expectOpen(Number(count)),
      "open now": ([count]) => expectOpenNow(Number(count)),
      addr: () => expectAddress(this.server.addr, this.#did),
      port: () => expectFree(this.#port),
      finished: ([due]) =>
        expectFinished(
          (this.server as Listening).finished!,
          due,
          this.#gaveNothing ? NO_RETURN : undefined,
        ),
      log: (lines) => log.expectExactly(lines),
      lines: async ([count]) => void await log.expectChunks(Number(count)),
      quits: ([count]) => log.expectQuits(Number(count)),
    };
  }
}
