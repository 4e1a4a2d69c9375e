/**
 * Checks of a function that is called once, and talks to the peers of a script
 * while it runs: to a server it connects to, or over a connection it is given.
 *
 * @module
 */
import type { Endpoint } from "../../endpoint.ts";
import { placeInSubmission } from "../../sandbox/paths.ts";
import { Wrong } from "../../sandbox/fault.ts";
import { isBytes } from "../../sandbox/plain_bytes.ts";
import { LIMITS } from "../../sandbox/limits.ts";
import { faultOf, isClosedTwice } from "../../sandbox/thrown_fault.ts";
import { NotStarted } from "../../todo.ts";
import { note, whereToLook } from "./check_context.ts";
import {
  type Cast,
  type Fact,
  hasLongWait,
  type Outcome,
  play,
  resetters,
} from "./exchange.ts";
import { equal, settles, show } from "./expect.ts";
import { type Host, host } from "./host.ts";
import { literal } from "./literal.ts";
import { countOpen } from "./open_sockets.ts";
import { type InScript, Words } from "./payload.ts";
import { type Pair, pair } from "./pair.ts";
import type { Peer } from "./peer.ts";
import { callerPlace, type CheckNeeds, type Register } from "./register.ts";
import { sameBytes } from "./same_bytes.ts";
import { readScript, type Step } from "./script.ts";
import type { Tag } from "./server.ts";
import { eventually, isPending, settle } from "./waiting.ts";

/** What the call is given, by the names of its peers: endpoints to connect to, and connections. */
export type Given<L extends string, H extends string> =
  & Record<L, Endpoint>
  & Record<H, Deno.TcpConn>;

/** What the checks of one call share. */
export interface CallsOptions<T, L extends string, H extends string> {
  /** Peers that listen: the call gets their endpoint. */
  listens?: readonly L[];
  /** Peers that are connected already: the call gets its end of the connection. */
  hands?: readonly H[];
  /** Whether the call never rejects: then a rejection is a fault that says so. A text asks where to look then. */
  neverRejects?: boolean | string;
  /** Whether every connection that it was given must be closed when it has settled. */
  closes?: boolean;
  /** What scripts may compare beside `open`; `value` is what the call gave. */
  facts?: (one: Called<T>) => Record<string, Fact>;
}

/** A call that runs in a check. */
export interface Called<T> {
  /** The call as a learner would write it. */
  readonly did: string;
  readonly words: Words;
  /** Plays a script while the call runs. */
  play: Tag<Promise<void>>;
  /** A peer, connected. */
  peer(name: string): Promise<Peer>;
  /** Does something while the call runs. An error of the call ends it: that is the reason to report. */
  during<R>(step: Promise<R>): Promise<R>;
  /** What the call gave. It must settle. */
  value(withinMs?: number): Promise<T>;
  /** Ends the call: it must resolve, unless a script said otherwise, and leave closed what it must. */
  end(): Promise<void>;
}

/** Registers checks of a call. */
export interface Calls<T, Args extends unknown[]> {
  /** A check that is one exchange: `exchange("name", …arguments)` and a script. */
  (name: string, ...args: Args): Tag<void>;
  /** The same with options of the check. */
  with(needs: CheckNeeds): (name: string, ...args: Args) => Tag<void>;
  /** Makes the call inside a check in code. Options: `hostname` of the servers, and who resets. */
  begin(
    options: { hostname?: string; resets?: readonly string[] },
    ...args: Args
  ): Promise<Called<T>>;
}

/** What two errors of Deno mean to their caller: its own close came before the call, or during it. */
const OWN_CLOSE: Record<string, string> = {
  BadResource: "the submission uses a connection that it has closed before",
  Interrupted:
    "the submission closed a connection on which its own call waited",
};

class Running<T> implements Called<T>, Outcome {
  readonly did: string;
  readonly words = new Words();
  readonly hosts = new Map<string, Host>();
  readonly pairs = new Map<string, Pair>();
  readonly #options: CallsOptions<T, string, string>;
  /** How the submission calls the connections that it was given, by the names of their peers. */
  readonly #parameters: Map<string, string>;
  readonly #cast: Cast;
  #work: Promise<T> = Promise.reject(new Error("not called"));
  /** What was open at the very moment when the call settled. */
  #openAtEnd: string | undefined;
  #isOver = false;
  #mayReject = false;

  constructor(did: string, options: CallsOptions<T, string, string>) {
    this.#work.catch(() => {});
    this.did = did;
    this.#options = options;
    const { listens = [], hands = [] } = options;
    const parameters = did.match(/^\w+\(([^()]*)\)$/)?.[1].split(", ") ?? [];
    this.#parameters = new Map(
      hands.map((name, i) => [name, parameters[listens.length + i] ?? name]),
    );
    this.#cast = {
      peers: new Map(),
      words: this.words,
      connect: (name) => this.#connect(name),
      facts: {
        open: ([count]) => this.#expectOpen(Number(count)),
        ...options.facts?.(this),
      },
      actions: {},
      outcome: this,
    };
  }

  /** Lets the peers be there. */
  async prepare(hostname: string, resets: Set<string>): Promise<void> {
    const { listens = [], hands = [] } = this.#options;
    const canReset = (name: string) =>
      [...resets].some((each) => each === name || each.startsWith(`${name} `));
    for (const name of listens) {
      const options = { hostname, name, canReset: canReset(name) };
      this.hosts.set(name, await host(options));
    }
    for (const name of hands) {
      const one = await pair({ name, hostname, canReset: canReset(name) });
      this.pairs.set(name, one);
      this.#cast.peers.set(name, one.peer);
    }
  }

  /** What the call is given. */
  get given(): Record<string, Endpoint | Deno.TcpConn> {
    return Object.fromEntries([
      ...[...this.hosts].map(([name, { endpoint }]) => [name, endpoint]),
      ...[...this.pairs].map(([name, { conn }]) => [name, conn]),
    ]);
  }

  /** Makes the call. */
  start(call: () => unknown): void {
    note(`${this.did} is called`);
    this.#work = (async () => await call() as T)();
    const remember = () => {
      this.#openAtEnd = this.#whatIsOpen();
    };
    this.#work.then(remember, remember);
  }

  readonly play = (
    { raw }: TemplateStringsArray,
    ...given: InScript[]
  ): Promise<void> => {
    const steps = readScript(
      { raw, given },
      vocabulary(this.#options, Object.keys(this.#cast.facts)),
      callerPlace(),
    );
    return this.playSteps(steps);
  };

  async playSteps(steps: readonly Step[]): Promise<void> {
    if (steps.some(({ verb }) => verb === "throws" || verb === "settles")) {
      this.#mayReject = true;
    }
    await play(steps, this.#cast);
  }

  async peer(name: string): Promise<Peer> {
    const known = this.#cast.peers.get(name);
    if (known) return known;
    const peer = await this.#connect(name);
    this.#cast.peers.set(name, peer);
    return peer;
  }

  async #connect(name: string): Promise<Peer> {
    const listening = this.hosts.get(name) ??
      this.hosts.get(name.replace(/ \d+$/, ""));
    return await listening!.accept();
  }

  /** Awaits the call; its own error is explained. */
  async value(withinMs?: number): Promise<T> {
    this.#isOver = true;
    try {
      return await settles(this.#work, this.did, withinMs);
    } catch (error) {
      throw this.#explained(error);
    }
  }

  #explained(error: unknown): unknown {
    if (error instanceof Wrong || error instanceof NotStarted) return error;
    if (isClosedTwice(error)) {
      return new Wrong({ ...faultOf(error, "threw"), did: this.did });
    }
    const { name = "", message, stack } = Object(error) as Partial<Error>;
    if (name in OWN_CLOSE) {
      return new Wrong({
        cause: "threw",
        did: this.did,
        what: `${OWN_CLOSE[name]}: ${name}, ${message}`,
        expected: "the connection is open until the exchange is over",
        lookAt: "what closed it: a close(), or a stream that came to its end",
        at: placeInSubmission(stack),
      });
    }
    const { neverRejects } = this.#options;
    if (!neverRejects) return error;
    const { lookAt: _, ...fault } = faultOf(error, "threw");
    return new Wrong({
      ...fault,
      did: this.did,
      expected: `${this.did.replace(/\(.*/s, "()")} never rejects`,
      lookAt: typeof neverRejects === "string" ? neverRejects : whereToLook() ??
        "which read, write or close fails there, and who catches its error",
    });
  }

  async during<R>(step: Promise<R>): Promise<R> {
    if (this.#mayReject || this.#isOver) return await step;
    step.catch(() => {});
    const over = this.#work.then(() => step, (error) => {
      throw this.#explained(error);
    });
    return await Promise.race([step, over]);
  }

  async returns(expected: unknown): Promise<void> {
    const value = await this.value();
    const { did } = this;
    if (isBytes(value) && typeof expected === "string") {
      return sameBytes(value, new TextEncoder().encode(expected), { did });
    }
    if (expected instanceof Uint8Array) {
      return sameBytes(value, expected, { did });
    }
    equal(value, expected, { did });
  }

  async throws(name: string | undefined, holds: string[]): Promise<void> {
    this.#isOver = true;
    const expected = name ? `a ${name}` : "an error";
    const came = await settles(
      this.#work.then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      ),
      this.did,
    );
    const { did } = this;
    if ("value" in came) {
      throw new Wrong({
        cause: "did-not-throw",
        did,
        expected,
        came: `${show(came.value)}, no error`,
      });
    }
    const { error } = came;
    if (error instanceof Wrong || error instanceof NotStarted) throw error;
    const { name: kind = "", message: said = "" } = Object(error) as Partial<
      Error
    >;
    // It may be an object with an includes() of its own.
    const message = typeof said === "string" ? said : "";
    const missing = holds.find((text) => !message.includes(text));
    if ((!name || kind === name) && missing === undefined) return;
    throw new Wrong({
      cause: "wrong-value",
      did,
      expected: missing === undefined
        ? expected
        : `${expected} whose message holds ${missing}`,
      came: show(error),
    });
  }

  async resolves(): Promise<void> {
    await this.value();
  }

  async resolvesClosed(): Promise<void> {
    await this.value();
    if (!this.#openAtEnd) return;
    throw new Wrong({
      cause: "too-early",
      did: this.did,
      what: `still open when the promise resolved: ${this.#openAtEnd}`,
      expected: "everything is closed, then the promise resolves",
    });
  }

  async settles(): Promise<void> {
    this.#isOver = true;
    await settles(this.#work.then(() => {}, () => {}), this.did);
    // An error that nobody awaits is reported a moment later.
    await settle();
  }

  async isPending(): Promise<void> {
    if (await isPending(this.#work)) return;
    await this.value();
    throw new Wrong({
      cause: "too-early",
      did: this.did,
      what: "the promise resolved here",
      expected: "a promise that is pending until the exchange is over",
    });
  }

  async end(): Promise<void> {
    if (!this.#isOver) await this.value();
    if (!this.#options.closes) return;
    await eventually(() => !this.#whatIsOpen(), LIMITS.replyMs, () => ({
      cause: "never-closed",
      did: this.did,
      what: `still open after the promise settled: ${this.#whatIsOpen()}`,
      expected: "close() on every path",
      lookAt: "which path leaves without close()",
    }));
    // An error that nobody caught is reported in one of these turns.
    await settle();
  }

  /** The connections that the call was given, or made, and that are open. */
  #whatIsOpen(): string | undefined {
    const open = [...this.pairs].flatMap(([name, { isClosed }]) =>
      isClosed() ? [] : [this.#parameters.get(name) ?? name]
    );
    const own = countOpen();
    if (own > 0) open.push(`${own} socket${own > 1 ? "s" : ""}`);
    return open.length > 0 ? open.join(" and ") : undefined;
  }

  async #expectOpen(count: number): Promise<void> {
    const open = () =>
      countOpen() +
      [...this.pairs.values()].filter(({ isClosed }) => !isClosed()).length;
    await eventually(() => open() === count, LIMITS.replyMs, () => ({
      cause: "leak",
      did: this.did,
      what: `still open: ${this.#whatIsOpen() ?? "nothing"}`,
      expected: count === 0
        ? "close() on every path; closeWrite() frees nothing"
        : `${count} open`,
    }));
  }
}

function vocabulary(
  { listens = [], hands = [] }: CallsOptions<never, string, string>,
  facts: readonly string[],
) {
  return { peers: [...listens, ...hands], facts, actions: [], isCall: true };
}

/** The call with its last parameters as they are in this check. */
function written(call: string, args: unknown[]): string {
  const [, name, list] = call.match(/^(\w+)\((.*)\)$/s) ?? [];
  const parameters = list.split(", ");
  if (args.length > 0) {
    parameters.splice(
      parameters.length - args.length,
      args.length,
      ...args.map(literal),
    );
  }
  return `${name}(${parameters.join(", ")})`;
}

/**
 * Makes checks of a call.
 *
 * @param register Registers a check.
 * @param call The call, as a learner would write it: `exchange(server, request)`.
 * @param run Makes it, with what its peers give, the words of the script, and
 * the arguments of the check.
 */
export function makeCalls<
  T,
  Args extends unknown[],
  L extends string = never,
  H extends string = never,
>(
  register: Register,
  call: string,
  run: (
    given: Given<L, H>,
    words: Record<string, string>,
    ...args: Args
  ) => T | Promise<T>,
  options: CallsOptions<T, L, H> = {},
): Calls<T, Args> {
  const shared = options as CallsOptions<T, string, string>;
  const needed = { needs: [call.replace(/\(.*/s, "")] };
  const own = shared.facts ? Object.keys(shared.facts({} as Called<T>)) : [];

  async function begin(
    hostname: string,
    resets: Set<string>,
    args: Args,
  ): Promise<Running<T>> {
    const one = new Running<T>(written(call, args), shared);
    await one.prepare(hostname, resets);
    one.start(() => run(one.given as Given<L, H>, one.words.all, ...args));
    return one;
  }

  const makeTag =
    (needs: CheckNeeds) =>
    (name: string, ...args: Args): Tag<void> =>
    ({ raw }, ...given) => {
      const steps = readScript(
        { raw, given },
        vocabulary(shared as CallsOptions<never, string, string>, [
          "open",
          ...own,
        ]),
        callerPlace(),
      );
      const virtual = needs.virtual || hasLongWait(steps);
      register(name, { ...needed, ...needs, virtual }, async () => {
        const hostname = needs.ipv6 ? "::1" : "127.0.0.1";
        const one = await begin(hostname, resetters(steps), args);
        await one.playSteps(steps);
        await one.end();
      });
    };
  return Object.assign(makeTag({}), {
    with: makeTag,
    begin: (
      { hostname = "127.0.0.1", resets = [] }: {
        hostname?: string;
        resets?: readonly string[];
      },
      ...args: Args
    ) => begin(hostname, new Set(resets), args),
  });
}
