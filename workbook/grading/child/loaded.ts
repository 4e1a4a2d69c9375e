/**
 * What a grader is given when it has loaded a submission, and what it says of
 * its checks before.
 *
 * @module
 */
import type { Calls, Given } from "../kit/calls.ts";
import type { CheckNeeds } from "../kit/register.ts";
import type { Listening, ServesOptions } from "../kit/running_server.ts";
import type { CallsOptions } from "../kit/running_call.ts";
import type { MakeScene, SceneOptions } from "../kit/running_scene.ts";
import type { Scenes } from "../kit/scenes.ts";
import type { Serves } from "../kit/server.ts";
import type { Values, ValuesOptions } from "../kit/values.ts";
import type { CheckOptions } from "./check_options.ts";

/** What every check of a grader needs, unless it says otherwise. */
export interface LoadOptions<T> {
  /** Functions that a check calls, if it names none. */
  needs?: Array<keyof T & string>;
  /** Whether some check reads the kernel's table. */
  kernel?: boolean;
}

/** A call as a learner would write it: `exchange(server, request)`. */
type CallOf<T> = `${keyof T & string}(${string})`;

/** A loaded submission, and what its checks are written with. */
export interface Loaded<T> {
  /** The exports of the submission. */
  submission: T;
  /**
   * Begins a part of the lesson: the checks below belong to it, and call these
   * functions, unless one names others. `beyond` is never needed to pass.
   */
  part(title: string, ...functions: Array<keyof T & string>): void;
  /** Registers a check in code. */
  check(name: string, run: () => void | Promise<void>): void;
  check(
    name: string,
    needs: CheckNeeds & { needs?: Array<keyof T & string> },
    run: () => void | Promise<void>,
  ): void;
  /** Makes checks of a function, a table of calls each. */
  values<Name extends keyof T & string>(
    name: Name,
    options?: ValuesOptions<ArgsOf<T[Name]>, ResultOf<T[Name]>>,
  ): Values<ArgsOf<T[Name]>, ResultOf<T[Name]>>;
  /** The same where `call` makes the call of something else: what rows consist of is for the grader. */
  values<Args extends unknown[], Result>(
    name: keyof T & string,
    options: ValuesOptions<Args, Result> & {
      call: (...args: Args) => Result;
      did: (...args: Args) => string;
    },
  ): Values<Args, Result>;
  /** Makes checks of a function that talks to the peers of a script while it runs. */
  calls<
    R,
    Args extends unknown[],
    L extends string = never,
    H extends string = never,
  >(
    call: CallOf<T>,
    run: (
      given: Given<L, H>,
      words: Record<string, string>,
      ...args: Args
    ) => R | Promise<R>,
    options?: CallsOptions<R, L, H>,
  ): Calls<R, Args>;
  /** Makes checks whose script makes the calls itself, and lets time pass between them. */
  scenes(make: MakeScene, options?: SceneOptions): Scenes;
  /** Makes checks of a server, which the peers of a script connect to. */
  serves<S extends Listening>(
    call: CallOf<T>,
    start: (log: (line: string) => void) => S,
    options?: ServesOptions<S>,
  ): Serves<S>;
  /** Options of a check that calls these functions on sockets of 127.0.0.1. */
  sockets(...functions: Array<keyof T & string>): CheckOptions;
}

// deno-lint-ignore no-explicit-any
type ArgsOf<F> = F extends (...args: any) => any ? Parameters<F> : unknown[];
// deno-lint-ignore no-explicit-any
type ResultOf<F> = F extends (...args: any) => any ? ReturnType<F> : unknown;
