/**
 * Checks of a submission that is a server: the script's peers connect to it.
 *
 * @module
 */
import { needsClock } from "./exchange.ts";
import { callerPlace, type CheckNeeds, type Register } from "./register.ts";
import type { Served } from "./served.ts";
import {
  type Listening,
  RunningServer,
  serverVocabulary,
  type ServesOptions,
} from "./running_server.ts";
import { readScripts } from "./script.ts";
import { SERVER_LINES } from "./server_lines.ts";
import type { Place, Tag } from "./step.ts";
import { pattern } from "../../pattern.ts";

/** Registers checks of a server. */
export interface Serves<S> {
  /** A check that is one exchange: `server("name")` and a script. The server is stopped, and judged as it stops, at the end; with `each(…)` there is one for each time. */
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
  /** The same of a server that is started in another way. */
  with(start: (log: (line: string) => void) => S): Serves<S>;
}

const FACTS = ["addr", "open", "open now", "port", "finished"];
const LOG_FACTS = ["log", "lines", "quits"];

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
  const begin = (by = start) =>
    new RunningServer(by, { ...options, did: call });
  const needed = { needs: [call.replace(pattern(/\(.*/s), "")] };
  // The names of a grader's own facts are known before there is a server.
  const ownOf = (make?: (one: Served<S>) => object) =>
    make ? Object.keys(make({} as Served<S>)) : [];
  const facts = [
    ...FACTS,
    ...(options.log ? LOG_FACTS : []),
    ...ownOf(options.facts),
  ];
  const actions = ["stop()", ...SERVER_LINES, ...ownOf(options.actions)];

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
    const vocabulary = serverVocabulary(facts, actions, options.sign);
    const scripts = readScripts(template, vocabulary, place);
    const virtual = needs.virtual || needsClock(scripts[0]);
    register(name, { ...needed, ...needs, virtual }, async () => {
      for (const steps of scripts) {
        const one = begin();
        await one.playSteps(steps);
        await one.end();
      }
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
  return Object.assign(serves as Serves<S>, {
    begin,
    with: (other: typeof start) => makeServes(register, call, other, options),
  });
}
