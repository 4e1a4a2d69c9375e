/**
 * Checks of a function that is called once, and talks to the peers of a script
 * while it runs: to a server it connects to, or over a connection it is given.
 *
 * @module
 */
import type { Endpoint } from "../../endpoint.ts";
import { needsClock, resetters } from "./exchange.ts";
import { literal } from "./literal.ts";
import { callerPlace, type CheckNeeds, type Register } from "./register.ts";
import {
  type BeginOptions,
  type Called,
  type CallsOptions,
  callVocabulary,
  RunningCall,
} from "./running_call.ts";
import { readScript, readScripts } from "./script.ts";
import { canChangeAddresses } from "./stand_ins.ts";
import type { Step, Tag, Vocabulary } from "./step.ts";
import { playTwice, twiceVocabulary } from "./two_calls.ts";
import { pattern } from "../../pattern.ts";

/** What the call is given, by the names of its peers: endpoints to connect to, and connections. */
export type Given<L extends string, H extends string> =
  & Record<L, Endpoint>
  & Record<H, Deno.TcpConn>;

/** What one check of a call needs. */
export interface CallNeeds extends CheckNeeds {
  /**
   * Where its servers are, for the call: it is made once for each of these, side
   * by side with the values of `each(…)`. Or `nobody` listens.
   */
  at?: (() => Endpoint[]) | "nobody";
  /** What happens before the call: its connections are changed, say. */
  before?: () => void;
}

/** Registers checks of a call. */
export interface Calls<T, Args extends unknown[]> {
  /** A check that is one exchange: `exchange("name", …arguments)` and a script. */
  (name: string, ...args: Args): Tag<void>;
  /** The same with options of the check. */
  with(needs: CallNeeds): (name: string, ...args: Args) => Tag<void>;
  /** A check that makes the call twice at once, each with peers of its own: `server 1`, `server 2`. */
  twice(name: string, ...args: Args): Tag<void>;
  /** Makes the call inside a check in code, plays a script, and ends it. */
  play(...args: Args): Tag<Promise<void>>;
  /** Makes the call inside a check in code. Options: `hostname` of the servers, and who resets. */
  begin(
    options: { hostname?: string; resets?: readonly string[] },
    ...args: Args
  ): Promise<Called<T>>;
}

/** The call with its last parameters as they are in this check. */
function written(call: string, args: unknown[]): string {
  const [, name, list] = call.match(pattern(/^(\w+)\((.*)\)$/s)) ?? [];
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
  const needed = { needs: [call.replace(pattern(/\(.*/s), "")] };
  const namesOf = (make?: (one: Called<T>) => object) =>
    make ? Object.keys(make({} as Called<T>)) : [];
  const vocabulary = callVocabulary(
    shared,
    ["open", "timers", ...namesOf(shared.facts)],
    namesOf(shared.actions),
  );

  const beginOptions = (
    options: Partial<BeginOptions<T>>,
    args: Args,
  ): BeginOptions<T> => ({
    hostname: "127.0.0.1",
    resets: new Set(),
    ...options,
    did: written(call, args),
    shared,
    call: (given, words) => run(given as Given<L, H>, words, ...args),
  });

  const begin = (
    options: Partial<BeginOptions<T>>,
    args: Args,
  ): Promise<RunningCall<T>> => RunningCall.begin(beginOptions(options, args));

  /** Makes the call, and plays steps from its beginning to its end. */
  async function playWhole(
    steps: readonly Step[],
    args: Args,
    where: Pick<BeginOptions<T>, "at"> & { hostname?: string } = {},
  ): Promise<void> {
    const timers = steps.some((step) =>
      step.verb === "fact" && step.name === "timers"
    );
    const one = await begin(
      { resets: resetters(steps), timers, ...where },
      args,
    );
    await one.playSteps(steps);
    await one.end();
  }

  /** A check that is one script, and how it is played, with each of some values. */
  const registerScript = (
    name: string,
    needs: CheckNeeds,
    words: Vocabulary,
    playAll: (scripts: ReadonlyArray<readonly Step[]>) => Promise<void>,
  ): Tag<void> =>
  ({ raw }, ...given) => {
    const scripts = readScripts({ raw, given }, words, callerPlace());
    const virtual = needs.virtual || needsClock(scripts[0]);
    register(
      name,
      { ...needed, ...needs, virtual },
      () => playAll(scripts),
    );
  };

  const makeTag =
    ({ at, before, ...needs }: CallNeeds) =>
    (name: string, ...args: Args): Tag<void> =>
      registerScript(name, needs, vocabulary, async (scripts) => {
        if (typeof at === "function" && !canChangeAddresses()) return;
        const places = typeof at === "function" ? at() : [at];
        const hostname = needs.ipv6 && { hostname: "::1" };
        const count = Math.max(scripts.length, places.length);
        for (let i = 0; i < count; i++) {
          before?.();
          const where = { at: places[i % places.length], ...hostname };
          await playWhole(scripts[i % scripts.length], args, where);
        }
      });
  return Object.assign(makeTag({}), {
    with: makeTag,
    twice: (name: string, ...args: Args): Tag<void> =>
      registerScript(
        name,
        {},
        twiceVocabulary(shared, namesOf(shared.facts)),
        async (scripts) => {
          for (const steps of scripts) {
            const resets = resetters(steps);
            await playTwice(beginOptions({ resets }, args), steps);
          }
        },
      ),
    play: (...args: Args): Tag<Promise<void>> => ({ raw }, ...given) =>
      playWhole(readScript({ raw, given }, vocabulary, callerPlace()), args),
    begin: (
      { hostname, resets = [] }: {
        hostname?: string;
        resets?: readonly string[];
      },
      ...args: Args
    ) =>
      begin(
        { resets: new Set(resets), ...(hostname && { hostname }) },
        args,
      ),
  });
}
