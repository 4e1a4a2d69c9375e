/**
 * Checks of a submission that is a server: the script's peers connect to it.
 *
 * @module
 */
import { Wrong } from "../../sandbox/fault.ts";
import { LIMITS } from "../../sandbox/limits.ts";
import {
  faultOf,
  isClosedTwice,
  isOfCode,
} from "../../sandbox/thrown_fault.ts";
import { NotStarted } from "../../todo.ts";
import { afterCheck, note, ownHole, whereToLook } from "./check_context.ts";
import { type Cast, type Fact, hasLongWait, play } from "./exchange.ts";
import { expect, settles, show } from "./expect.ts";
import { Log, type LogForm } from "./log.ts";
import { missingFields } from "./missing_fields.ts";
import { countOpen } from "./open_sockets.ts";
import { type InScript, Words } from "./payload.ts";
import { whenSettled } from "./outcome.ts";
import { Peer } from "./peer.ts";
import { expectFree } from "./ports.ts";
import { callerPlace, type CheckNeeds, type Register } from "./register.ts";
import { type Place, readScript, type Step } from "./script.ts";
import { eventually, settle } from "./waiting.ts";

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
  /** What scripts may call beside `stop()`: `abort()`. */
  actions?: (one: Served<S>) => Record<string, () => void | Promise<void>>;
  /** How a check ends what has no `stop()` of its own; `stop()` stands for it. */
  ending?: Ending;
}

/** The end of a check, in the words of a submission that has no `stop()`. */
export interface Ending {
  /** What is done: `listener.close()`. */
  call: string;
  /** What must settle then: `acceptLoop(listener, options)`. */
  promise: string;
  /** Where to look if it does not. */
  lookAt: string;
}

const STOP: Ending = {
  call: "stop()",
  promise: "stop()",
  lookAt: "which promise does stop() wait for, and who ends it",
};

/** A template whose text is a script. */
export type Tag<Result> = (
  strings: TemplateStringsArray,
  ...given: InScript[]
) => Result;

/** A server that runs in a check, and those who are connected to it. */
export interface Served<S> {
  readonly server: S;
  /** What it logged. */
  readonly log: Log;
  /** The words of this check, by their names. */
  readonly words: Words;
  /** Plays a script against it. Who is connected stays so. */
  play: Tag<Promise<void>>;
  /** Connects a client that the scripts can name, too. */
  connect(name: string, options?: { canReset?: boolean }): Promise<Peer>;
  /** Calls `stop()`, which neither hangs nor fails. */
  stop(which?: string): Promise<void>;
  /** Lets everybody leave, and stops the server if it was not stopped before. */
  end(): Promise<void>;
}

/** Registers checks of a server. */
export interface Serves<S> {
  /** A check that is one exchange: `server("name")` and a script. The server is stopped, and judged as it stops, at the end. */
  (name: string, needs?: CheckNeeds): Tag<void>;
  /** A check in code, on a running server. */
  (name: string, run: (one: Served<S>) => void | Promise<void>): void;
  /** A check in code, with options. */
  (
    name: string,
    needs: CheckNeeds,
    run: (one: Served<S>) => void | Promise<void>,
  ): void;
  /** Starts another server inside a check. It is stopped with the check; who judges that calls `stop()`. */
  begin(start?: (log: (line: string) => void) => S): Served<S>;
}

const CLIENT = ["client"];
const FACTS = ["open", "port", "finished"];
const LOG_FACTS = ["log", "lines", "quits"];

/** One server, and the part it plays in a script. */
class Running<S extends Listening> implements Served<S> {
  readonly server: S;
  readonly log: Log;
  readonly words = new Words();
  readonly #cast: Cast;
  readonly #facts: string[];
  readonly #actions: string[];
  readonly #ending: Ending;
  #isStopped = false;

  constructor(
    start: (log: (line: string) => void) => S,
    { did, has = ["addr", "stop"], log, facts, actions, ending = STOP }:
      & ServesOptions<S>
      & { did: string },
  ) {
    this.#ending = ending;
    this.log = new Log(log ?? { chunk: "", quit: "" });
    this.server = start(this.log.add);
    isServer(this.server, did, has);
    // A check that failed half-way leaves it running; then nobody waits for it.
    afterCheck(() => {
      if (!this.#isStopped) this.server.stop().catch(() => {});
    });
    this.#cast = {
      peers: new Map(),
      words: this.words,
      connect: (name, canReset) =>
        Peer.connect(this.server.addr, { name, canReset }),
      facts: { ...this.#ownFacts(), ...facts?.(this) },
      actions: { "stop()": () => this.stop(), ...actions?.(this) },
    };
    this.#facts = Object.keys(this.#cast.facts);
    this.#actions = Object.keys(this.#cast.actions);
  }

  readonly play = (
    { raw }: TemplateStringsArray,
    ...given: InScript[]
  ): Promise<void> => {
    const steps = readScript(
      { raw, given },
      vocabulary(this.#facts, this.#actions),
      callerPlace(),
      this.words.names,
    );
    return this.playSteps(steps);
  };

  async playSteps(steps: readonly Step[]): Promise<void> {
    await play(steps, this.#cast);
  }

  async connect(
    name: string,
    { canReset = false }: { canReset?: boolean } = {},
  ): Promise<Peer> {
    const peer = await this.#cast.connect(name, canReset);
    this.#cast.peers.set(name, peer);
    return peer;
  }

  async stop(which = this.#ending.call): Promise<void> {
    note(`${which} is called`);
    this.#isStopped = true;
    const { promise, lookAt } = this.#ending;
    try {
      await settles(
        (async () => await this.server.stop())(),
        this.#ending === STOP ? which : promise,
        LIMITS.replyMs,
        this.#ending === STOP ? lookAt : whereToLook() ?? lookAt,
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
        lookAt: isClosedTwice(error) || isOfCode(error)
          ? fault.lookAt
          : "what happens to accept() and read() when their socket is closed",
      });
    }
  }

  async end(): Promise<void> {
    if (this.#isStopped) return;
    for (const peer of this.#cast.peers.values()) peer.close();
    await this.stop();
  }

  #ownFacts(): Record<string, Fact> {
    const { log } = this;
    return {
      open: ([count]) => expectOpen(Number(count)),
      port: () => expectFree(this.server.addr.port),
      finished: ([due]) =>
        expectFinished((this.server as Listening).finished!, due),
      log: (lines) => log.expectExactly(lines),
      lines: async ([count]) => void await log.expectChunks(Number(count)),
      quits: ([count]) => log.expectQuits(Number(count)),
    };
  }
}

const vocabulary = (
  facts: readonly string[],
  actions: readonly string[],
) => ({ peers: CLIENT, facts, actions, isCall: false });

/** Expects that a call gave a server. */
function isServer(server: unknown, did: string, has: readonly string[]): void {
  const fields = Object(server) as Record<string, unknown>;
  const isOne = has.every((name) =>
    name === "addr"
      ? fields.addr
      : name === "finished"
      ? fields.finished instanceof Promise
      : typeof fields[name] === "function"
  );
  const isPromise = server instanceof Promise;
  expect(isOne, {
    cause: "wrong-kind",
    did,
    what: isPromise ? undefined : missingFields(server, has),
    expected: `a Server at once: { ${has.join(", ")} }`,
    came: isPromise ? "a promise" : show(server),
    lookAt: isPromise
      ? `Deno.listen() returns at once, so ${did} need not be async`
      : `what ${did} returns`,
  });
}

/** Expects that `finished` is `pending`, or `resolved`, by now. */
async function expectFinished(
  finished: Promise<void>,
  due: string,
): Promise<void> {
  let came = "pending";
  whenSettled(
    finished,
    () => came = "resolved",
    () => came = "rejected",
  );
  // What is to be resolved is so some microtasks after what waits for it.
  if (due === "pending") await settle();
  else for (let i = 0; i < 20; i++) await Promise.resolve();
  expect(came === due, {
    cause: "too-early",
    what: due === "pending"
      ? "finished is settled before stop()"
      : "stop() resolved before finished",
    expected: `finished: ${due}`,
    came,
  });
}

/** Expects that the server holds this many connections open, beside its listener. */
async function expectOpen(connections: number): Promise<void> {
  await eventually(
    () => countOpen() === 1 + connections,
    LIMITS.replyMs,
    () => ({
      cause: "leak",
      what: `the server holds ${countOpen() - 1} connection(s) open`,
      expected: `${connections}`,
    }),
  );
}

/**
 * Makes checks of a server.
 *
 * @param register Registers a check.
 * @param call The call, as a learner would write it: `startServer()`.
 * @param start Starts one that logs with the given function.
 */
export function makeServes<S extends Listening>(
  register: Register,
  call: string,
  start: (log: (line: string) => void) => S,
  options: ServesOptions<S> = {},
): Serves<S> {
  const begin = (by = start) => new Running(by, { ...options, did: call });
  const needed = { needs: [call.replace(/\(.*/s, "")] };
  // The names of a grader's own facts are known before there is a server.
  const ownOf = (make?: (one: Served<S>) => object) =>
    make ? Object.keys(make({} as Served<S>)) : [];
  const facts = [
    ...FACTS,
    ...(options.log ? LOG_FACTS : []),
    ...ownOf(options.facts),
  ];
  const actions = ["stop()", ...ownOf(options.actions)];

  function inCode(
    name: string,
    needs: CheckNeeds,
    run: (one: Served<S>) => void | Promise<void>,
  ): void {
    register(name, { ...needed, ...needs }, async () => {
      const one = begin();
      await run(one);
      await one.end();
    });
  }

  function inScript(
    name: string,
    needs: CheckNeeds,
    template: { raw: readonly string[]; given: unknown[] },
    place: Place,
  ): void {
    const steps = readScript(template, vocabulary(facts, actions), place);
    const virtual = needs.virtual || hasLongWait(steps);
    register(name, { ...needed, ...needs, virtual }, async () => {
      const one = begin();
      await one.playSteps(steps);
      await one.end();
    });
  }

  function serves(
    name: string,
    needs: CheckNeeds | ((one: Served<S>) => void | Promise<void>) = {},
    run?: (one: Served<S>) => void | Promise<void>,
  ): Tag<void> | void {
    if (typeof needs === "function") return inCode(name, {}, needs);
    if (run) return inCode(name, needs, run);
    return ({ raw }, ...given) =>
      inScript(name, needs, { raw, given }, callerPlace());
  }
  return Object.assign(serves as Serves<S>, { begin });
}
