/**
 * Loading an answer, and what its checks need to run.
 *
 * @module
 */
import { kernelView } from "../kernel/mod.ts";
import { NotStarted } from "../todo.ts";
import { faultOf } from "./expect.ts";
import { loadFault } from "./load_fault.ts";
import { type Fault, Wrong } from "./fault.ts";
import { LIMITS } from "./limits.ts";
import { closeOpened, nothingLeftOpen, watchSockets } from "./opened.ts";
import { beginModel, endModel, useModel } from "./model.ts";
import { readablePath } from "./place.ts";
import { reseed } from "./random.ts";
import {
  beginCheck,
  cleanUp,
  failInBackground,
  hasFailed,
  session,
  throwIfFailed,
} from "./session.ts";

/** Options of `Deno.test`, as the checks use them. */
export interface CheckOptions {
  ignore: boolean;
  timeout: number;
}

/** A loaded answer. */
export interface Loaded<T> {
  /** The exports of the answer. */
  answer: T;
  /** Options of a check that calls these functions and needs no network. */
  pure(...functions: Array<keyof T & string>): CheckOptions;
  /** Options of a check that calls these functions on sockets of 127.0.0.1. */
  sockets(...functions: Array<keyof T & string>): CheckOptions;
  /** As {@linkcode sockets}, on sockets of [::1]: ignored where there is no IPv6. */
  sockets6(...functions: Array<keyof T & string>): CheckOptions;
  /** As {@linkcode sockets}, and the kernel's table must be readable. */
  kernel(...functions: Array<keyof T & string>): Promise<CheckOptions>;
}

/** Why a check is not judged. `child.ts` reads it for the verdict. */
export type Ignored =
  | "not written"
  | "not exported"
  | "not loadable"
  | "no network"
  | "no IPv6"
  | "no kernel table";

/** Reasons by the options object they belong to. */
export const ignoredBecause: WeakMap<CheckOptions, Ignored> = new WeakMap();

/** Functions that still call `todo()`, in the order the checks name them. */
export const notWritten: Set<string> = new Set();

let prepared = false;
let toldNetwork = false;

/** Registers, once a process, what happens before and after each check. */
function prepare(): void {
  if (prepared) return;
  prepared = true;
  if (session.model) useModel();
  watchSockets();
  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    // A function of the answer that is not written yet is no crash.
    if (event.reason instanceof NotStarted) return;
    failInBackground(
      event.reason instanceof Wrong
        ? event.reason.fault
        : faultOf(event.reason, "crashed"),
    );
  });
  addEventListener("error", (event) => {
    event.preventDefault();
    failInBackground(faultOf(event.error, "crashed"));
  });
  Deno.test.beforeEach(() => {
    if (session.model) beginModel(session.seed, session.model);
    beginCheck();
    reseed(session.seed);
  });
  Deno.test.afterEach(async () => {
    await cleanUp();
    try {
      if (!hasFailed()) {
        await nothingLeftOpen();
        throwIfFailed();
      }
    } finally {
      closeOpened();
      if (session.model) endModel();
    }
  });
}

/** Code without comments and strings, so that a `todo(` in a comment does not count. */
function bare(code: string): string {
  return code.replace(
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/g,
    (match) => match.startsWith("/") ? " " : '""',
  );
}

/**
 * Names of the functions that still call `todo()`, themselves or through
 * another function of the same answer that they mention.
 */
function stubs(module: Record<string, unknown>): Set<string> {
  const code = new Map<string, string>();
  for (const [name, value] of Object.entries(module)) {
    if (typeof value === "function") {
      code.set(name, bare(Function.prototype.toString.call(value)));
    }
  }
  const found = new Set<string>();
  for (const [name, text] of code) {
    if (/\btodo\s*\(/.test(text)) found.add(name);
  }
  return found;
}

/** The stubs that a function's code mentions, and those that these mention. */
function needsStub(
  module: Record<string, unknown>,
  name: string,
  found: Set<string>,
  seen: Set<string> = new Set(),
): boolean {
  if (found.has(name)) return true;
  if (seen.has(name) || typeof module[name] !== "function") return false;
  seen.add(name);
  const code = bare(
    Function.prototype.toString.call(module[name] as () => void),
  );
  return Object.keys(module).some((other) =>
    other !== name && typeof module[other] === "function" &&
    new RegExp(`(?<![.\\w$])${other}\\s*\\(`).test(code) &&
    needsStub(module, other, found, seen)
  );
}

function hasNetwork(host: string): boolean {
  return Deno.permissions.querySync({ name: "net", host }).state === "granted";
}

/** Whether sockets of [::1] can be used here. */
function hasIpv6(): boolean {
  try {
    Deno.listen({ hostname: "::1", port: 0 }).close();
    return true;
  } catch {
    return false;
  }
}

const NETWORK_SENTENCE =
  "The checks on sockets need loopback: run  deno task grade  or  " +
  'deno test "--allow-net=127.0.0.1,[::1]"';

/** Registers a check that fails: the reason why others are not judged. */
function registerFault(name: string, fault: Fault): void {
  Deno.test(name, { timeout: LIMITS.checkMs }, () => {
    throw new Wrong(fault);
  });
}

/**
 * Loads the answer that is judged: the exercise, or the file that the parent
 * process named.
 *
 * @param stem Folder and file stem of the lesson: `03_server_flow`.
 * @param importExercise Imports the exercise; a literal `import()`, so that no
 * permission to read is needed.
 * @returns The answer and the options its checks need.
 */
export async function load<T extends object>(
  stem: string,
  importExercise: () => Promise<unknown>,
): Promise<Loaded<T>> {
  prepare();
  let module: Record<string, unknown> = {};
  let loadable = true;
  const file = session.answer ?? `lessons/${stem}/exercise.ts`;
  try {
    module = (session.answer
      ? await import(session.answer)
      : await importExercise()) as Record<string, unknown>;
  } catch (error) {
    loadable = false;
    registerFault(
      `${session.answer ? readablePath(file) : file} can be loaded`,
      loadFault(error, file),
    );
  }
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
            : `an export that is a ${kind}`,
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

  function network(names: string[]): Ignored | undefined {
    const why = reason(names);
    if (hasNetwork("127.0.0.1")) return why;
    if (!toldNetwork) {
      toldNetwork = true;
      Deno.test("the network may be used", () => {
        throw Object.assign(new Error(NETWORK_SENTENCE), { stack: "" });
      });
    }
    return why ?? "no network";
  }

  return {
    answer: module as T,
    pure: (...names) => options(reason(names)),
    sockets: (...names) => options(network(names)),
    sockets6: (...names) =>
      options(
        network(names) ??
          (hasNetwork("[::1]") && hasIpv6() ? undefined : "no IPv6"),
      ),
    kernel: async (...names) => {
      const why = network(names);
      if (why) return options(why);
      const view = await kernelView(session.kernel);
      return options(view.available ? undefined : "no kernel table");
    },
  };
}
