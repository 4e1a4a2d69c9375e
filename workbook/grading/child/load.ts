/**
 * Loading a submission, and what its checks need to run.
 *
 * @module
 */
import { kernelView } from "../../kernel/mod.ts";
import { type Admission, admit } from "./admission.ts";
import { watchCalls } from "./called.ts";
import { conflictFault, loadFault } from "../../sandbox/load_fault.ts";
import {
  type CheckOptions,
  type Ignored,
  ignoredBecause,
  modelOptions,
} from "./check_options.ts";
import { type Fault, Wrong } from "../../sandbox/fault.ts";
import { importFile } from "../../sandbox/import_file.ts";
import { LIMITS } from "../../sandbox/limits.ts";
import { fileUrl, readablePath } from "../../paths.ts";
import { idleTest } from "./own_tests.ts";
import { closeProcess } from "./back_doors.ts";
import { mayUse, prepareChecks } from "./run_check.ts";
import { real } from "../kit/wire.ts";
import { type Hole, holesIn, type Part } from "../../scaffold.ts";
import { type AddCheck, lookAt, session } from "../kit/check_context.ts";
import {
  type Calls,
  type CallsOptions,
  type Given,
  makeCalls,
} from "../kit/calls.ts";
import { allowSkipping } from "../kit/pass_time.ts";
import type { CheckNeeds, Register } from "../kit/register.ts";
import {
  type Listening,
  makeServes,
  type Serves,
  type ServesOptions,
} from "../kit/server.ts";
import { makeValues, type Values, type ValuesOptions } from "../kit/values.ts";
import { holesOf, waitsFor } from "./unwritten.ts";

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
  /** Begins a part of the lesson: the checks below belong to it. `beyond` is never needed to pass. */
  part(title: string): void;
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

/** The holes that are still in the submission. */
export const holes: Hole[] = [];

/** Whether sockets of [::1] may be used, and are there. */
function hasIpv6(): boolean {
  if (!mayUse("[::1]")) return false;
  try {
    real.listen({ hostname: "::1", port: 0 }).close();
    return true;
  } catch {
    return false;
  }
}

/**
 * Looks at the exercise where Deno's own runner judges it: only its text shows
 * what is in it, since nothing may be read.
 */
async function admitExercise(
  file: string,
  importText: () => Promise<{ default: string }>,
): Promise<Admission> {
  const text = (await importText().catch(() => undefined))?.default ?? "";
  return {
    fault: conflictFault(text, fileUrl(file).href),
    usesNode: true,
    usesNodeSockets: true,
    usesNodeTime: true,
    holes: holesIn(text).filter(({ part }) => part !== undefined),
  };
}

/**
 * Lets `Deno.test` do nothing while a submission is loaded: tests of its own are
 * no checks.
 *
 * @returns Lets it register again.
 */
function ignoreTests(): () => void {
  const { test } = Deno;
  if (session.addCheck) return () => {}; // It registers nothing in any case.
  Object.assign(Deno, { test: idleTest(test) });
  return () => Object.assign(Deno, { test });
}

/**
 * Loads the submission that is judged: the exercise, or the file that the parent
 * process named.
 *
 * @param stem Folder and file stem of the lesson: `03_server_flow`.
 * @param importExercise Imports the exercise; a literal `import()`, so that no
 * permission to read is needed.
 * @param importText Imports its text, likewise: where nothing may be read, the
 * holes are found in it.
 * @param needed What its checks need.
 * @returns The submission, and what its checks are written with.
 */
export async function load<T extends object>(
  stem: string,
  importExercise: () => Promise<unknown>,
  importText: () => Promise<{ default: string }>,
  needed: LoadOptions<T> = {},
): Promise<Loaded<T>> {
  prepareChecks();
  const addCheck: AddCheck = session.addCheck ?? Deno.test;
  /** Registers a check that fails: the reason why others are not judged. */
  const registerFault = (name: string, fault: Fault) =>
    addCheck(name, { timeout: LIMITS.checkMs }, () => {
      throw new Wrong(fault);
    });
  let module: Record<string, unknown> = {};
  let loadable = true;
  const file = session.submission ?? `lessons/${stem}/exercise.ts`;
  const refuse = (fault: Fault) => {
    loadable = false;
    registerFault(
      `${session.submission ? readablePath(file) : file} can be loaded`,
      fault,
    );
  };
  // Without a name it is the exercise, whose imports cannot be read here.
  const { fault, usesNode, usesNodeSockets, usesNodeTime, holes: found } =
    session.submission
      ? await admit(session.submission)
      : await admitExercise(file, importText);
  session.usesNodeSockets = usesNodeSockets;
  if (session.submission) holes.push(...found);
  if (usesNodeTime) await import("./node_time.ts");
  // Where `node:` may be used, its ways to other modules are closed first.
  if (session.submission && usesNode) {
    closeProcess((await import("node:process")).default);
    await import("./lock_node.ts");
  }
  const loaded = session.watchLoading?.();
  const registerAgain = ignoreTests();
  try {
    if (fault) refuse(fault);
    else {
      module = (session.submission
        ? await importFile(session.submission)
        : await importExercise()) as Record<string, unknown>;
    }
  } catch (error) {
    // First what the submission changed is put back: registering goes by it, too.
    loaded?.();
    registerAgain();
    refuse(loadFault(error, file));
  }
  loaded?.();
  registerAgain();
  const told = new Set<string>();
  const open = session.submission ? [] : found;
  let part: Part | undefined;
  let numbered = 0;

  /** Whether all these are functions that somebody wrote. */
  function reason(names: string[]): Ignored | undefined {
    if (!loadable) return "not loadable";
    for (const name of names) {
      const kind = typeof module[name];
      if (kind === "function") continue;
      if (!told.has(name)) {
        told.add(name);
        registerFault(`exports ${name}`, {
          cause: kind === "undefined" ? "missing-export" : "wrong-kind",
          expected: `an exported function ${name}`,
          came: kind === "undefined"
            ? "no export of that name"
            : `an export of type ${kind}`,
          lookAt: `export function ${name}(…)`,
        });
      }
      return "not exported";
    }
    const found = [
      ...open,
      ...names.flatMap((name) => holesOf(module, name)),
    ];
    if (waitsFor(found, part?.key, session.judged === true)) {
      return "not written";
    }
  }

  function options(why: Ignored | undefined): CheckOptions {
    const ignore = why !== undefined;
    const result = { ignore, timeout: LIMITS.checkMs, part };
    if (why) ignoredBecause.set(result, why);
    return result;
  }

  /** Options of a check on sockets: ignored here for `why`, and what goes for the model network. */
  function socketOptions(
    names: string[],
    why: () => Ignored | undefined,
  ): CheckOptions {
    const always = reason(names);
    const onModel = options(always);
    if (session.model) return onModel;
    const result = options(always ?? why());
    modelOptions.set(result, onModel);
    return result;
  }

  const view = needed.kernel && !session.model
    ? await kernelView(session.kernel)
    : { available: true };
  const register: Register = (name, needs, run) => {
    const names = [...needs.needs ?? needed.needs ?? []];
    const why = () =>
      needs.ipv6 && !hasIpv6()
        ? "no IPv6" as const
        : needs.kernel && !view.available
        ? "no kernel table" as const
        : undefined;
    const result = needs.pure
      ? options(reason(names))
      : socketOptions(names, why);
    // Sockets of node:net are not on the model network.
    if (needs.virtual && !session.usesNodeSockets) result.network = "kind";
    addCheck(name, result, () => {
      lookAt(needs.lookAt);
      if (needs.virtual) allowSkipping();
      return run();
    });
  };

  const submission = watchCalls(module as T);
  return {
    submission,
    part: (title) => {
      part = title === "beyond"
        ? { key: "beyond", title }
        : { key: ++numbered, title };
    },
    check: (
      name: string,
      needs: CheckNeeds | (() => void | Promise<void>),
      run?: () => void | Promise<void>,
    ) =>
      typeof needs === "function"
        ? register(name, {}, needs)
        : register(name, needs, run!),
    values: (name, more) =>
      makeValues(
        register,
        name,
        () => submission[name as keyof T] as never,
        more,
      ),
    calls: (call, run, more) => makeCalls(register, call, run, more),
    serves: (call, start, more) => makeServes(register, call, start, more),
    sockets: (...names) => socketOptions(names, () => undefined),
  };
}
