/**
 * Loading a submission, and what its checks need to run.
 *
 * @module
 */
import { kernelView } from "../../kernel/mod.ts";
import { admit } from "./admission.ts";
import { watchCalls } from "./called.ts";
import { loadFault } from "../../sandbox/load_fault.ts";
import {
  type CheckOptions,
  type Ignored,
  ignoredBecause,
  modelOptions,
} from "./check_options.ts";
import { type Fault, Wrong } from "../../sandbox/fault.ts";
import { LIMITS } from "../../sandbox/limits.ts";
import { readablePath } from "../../paths.ts";
import { mayUse, prepareChecks } from "./run_check.ts";
import { real } from "../kit/real_sockets.ts";
import { session } from "../kit/check_context.ts";
import { needsStub, stubs } from "./unwritten.ts";

/** A loaded submission. */
export interface Loaded<T> {
  /** The exports of the submission. */
  submission: T;
  /** Options of a check that calls these functions and needs no network. */
  pure(...functions: Array<keyof T & string>): CheckOptions;
  /** Options of a check that calls these functions on sockets of 127.0.0.1. */
  sockets(...functions: Array<keyof T & string>): CheckOptions;
  /** As {@linkcode sockets}, on sockets of [::1]: ignored where there is no IPv6. */
  sockets6(...functions: Array<keyof T & string>): CheckOptions;
  /** As {@linkcode sockets}, and the kernel's table must be readable. */
  kernel(...functions: Array<keyof T & string>): Promise<CheckOptions>;
}

/** Functions that still call `todo()`, in the order the checks name them. */
export const notWritten: Set<string> = new Set();

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

/** Registers a check that fails: the reason why others are not judged. */
function registerFault(name: string, fault: Fault): void {
  Deno.test(name, { timeout: LIMITS.checkMs }, () => {
    throw new Wrong(fault);
  });
}

/**
 * Loads the submission that is judged: the exercise, or the file that the parent
 * process named.
 *
 * @param stem Folder and file stem of the lesson: `03_server_flow`.
 * @param importExercise Imports the exercise; a literal `import()`, so that no
 * permission to read is needed.
 * @returns The submission and the options its checks need.
 */
export async function load<T extends object>(
  stem: string,
  importExercise: () => Promise<unknown>,
): Promise<Loaded<T>> {
  prepareChecks();
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
  // Without a name it is the exercise, which may not be read here.
  const { fault, usesNode } = session.submission
    ? await admit(session.submission)
    : { usesNode: true };
  session.usesNode = usesNode;
  const loaded = session.watchLoading?.();
  try {
    if (fault) refuse(fault);
    else {
      module = (session.submission
        ? await import(session.submission)
        : await importExercise()) as Record<string, unknown>;
    }
  } catch (error) {
    // First what the submission changed is put back: registering goes by it, too.
    loaded?.();
    refuse(loadFault(error, file));
  }
  loaded?.();
  const todo = stubs(module);
  const told = new Set<string>();

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
    for (const name of names) if (todo.has(name)) notWritten.add(name);
    if (names.some((name) => needsStub(module, name, todo))) {
      return "not written";
    }
  }

  function options(why: Ignored | undefined): CheckOptions {
    const result = { ignore: why !== undefined, timeout: LIMITS.checkMs };
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

  return {
    submission: watchCalls(module as T),
    pure: (...names) => options(reason(names)),
    sockets: (...names) => socketOptions(names, () => undefined),
    sockets6: (...names) =>
      socketOptions(names, () => hasIpv6() ? undefined : "no IPv6"),
    kernel: async (...names) => {
      const view = session.model
        ? { available: true }
        : await kernelView(session.kernel);
      return socketOptions(
        names,
        () => view.available ? undefined : "no kernel table",
      );
    },
  };
}
