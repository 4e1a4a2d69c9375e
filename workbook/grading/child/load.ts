/**
 * Loading a submission, and what its checks are written with.
 *
 * @module
 */
import { kernelView } from "../../kernel/mod.ts";
import { readablePath } from "../../paths.ts";
import type { Hole } from "../../scaffold.ts";
import { makeCalls } from "../kit/calls.ts";
import { forgetGiven } from "../kit/given.ts";
import { session } from "../kit/check_context.ts";
import type { CheckNeeds } from "../kit/register.ts";
import { makeScenes } from "../kit/scenes.ts";
import { makeServes } from "../kit/server.ts";
import { makeValues, type ValuesOptions } from "../kit/values.ts";
import { watchCalls } from "./called.ts";
import { importSubmission } from "./import_submission.ts";
import type { Loaded, LoadOptions } from "./loaded.ts";
import { hasIpv6, Registration } from "./registration.ts";
import { prepareChecks } from "./run_check.ts";

/** The holes that are still in the submission that a grading is of. */
export const holes: Hole[] = [];

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
  forgetGiven();
  const file = `lessons/${stem}/exercise.ts`;
  const isExercise = session.submission === undefined;
  // What this machine has is asked before a submission may use it up.
  const isIpv6Here = session.model !== undefined || hasIpv6();
  const view = needed.kernel && !session.model
    ? await kernelView(session.kernel)
    : { available: true };
  const { module, fault, text, holes: found } = await importSubmission(
    file,
    importExercise,
    importText,
  );
  if (!isExercise) holes.push(...found);
  const registration = new Registration({
    module: fault ? undefined : module,
    text: found.length > 0 ? text : undefined,
    holes: isExercise ? found : [],
    needs: needed.needs,
    hasTable: view.available,
    hasIpv6: isIpv6Here,
  });
  const name = isExercise ? file : readablePath(session.submission!);
  if (fault) registration.fault(`${name} can be loaded`, fault);

  const { check: register } = registration;
  const submission = watchCalls(module as T);
  let numbered = 0;
  return {
    submission,
    part(title, ...functions) {
      const key = title === "beyond" ? title : ++numbered;
      // Deno's own runner loads several graders.
      session.parts = Math.max(session.parts, numbered);
      registration.begin({ key, title }, functions);
    },
    check: (
      name: string,
      needs: CheckNeeds | (() => void | Promise<void>),
      run?: () => void | Promise<void>,
    ) =>
      typeof needs === "function"
        ? register(name, {}, needs)
        : register(name, needs, run!),
    values: <Args extends unknown[], Result>(
      name: keyof T & string,
      more?: ValuesOptions<Args, Result>,
    ) => makeValues(register, name, () => submission[name] as never, more),
    calls: (call, run, more) => makeCalls(register, call, run, more),
    scenes: (make, more) => makeScenes(register, make, more),
    serves: (call, start, more) => makeServes(register, call, start, more),
    sockets: (...names) => registration.sockets(names),
  };
}
