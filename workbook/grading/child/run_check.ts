/**
 * What happens around every check, whoever runs it: Deno's own runner or the
 * child process of a grading.
 *
 * @module
 */
import type { ProfileName } from "../../network/mod.ts";
import { holdTime } from "../../network/time_calls.ts";
import { nameWithPart, type PartKey } from "../../scaffold.ts";
import { NotStarted } from "../../todo.ts";
import { type CheckOptions, modelOptions } from "./check_options.ts";
import { faultOf } from "../../sandbox/thrown_fault.ts";
import { type Fault, Wrong } from "../../sandbox/fault.ts";
import {
  closeOpened,
  nothingLeftOpen,
  watchSockets,
} from "../kit/open_sockets.ts";
import { settle } from "../kit/waiting.ts";
import { readablePath, ROOT } from "../../paths.ts";
import { placeInSubmission, placesIn } from "../../sandbox/paths.ts";
import { forgetPorts } from "../kit/quiet.ts";
import { forgetReads, idleLoop } from "../kit/read_results.ts";
import { plainCause } from "../kit/plain_cause.ts";
import { forgetNodeSockets, passedByStandIns } from "../kit/stand_ins.ts";
import { reseed } from "../kit/random.ts";
import { beginGiven, expectUnchanged } from "../kit/given.ts";
import { forgetCalls, rememberResolved } from "./called.ts";
import { keepListeners } from "./listeners.ts";
import { idleTest } from "./own_tests.ts";
import {
  type AddCheck,
  beginCheck,
  caughtInHole,
  cleanUp,
  endTranscript,
  failedInBackground,
  failInBackground,
  isUnfinished,
  reachedHole,
  session,
  throwIfFailed,
  whereToLook,
} from "../kit/check_context.ts";

let prepared = false;

/** Loaded for the first check that needs it, once: on real sockets nobody waits for it. */
let modelNetwork: typeof import("./model.ts") | undefined;

/** Whether this process may use the network of a host, without asking. */
export function mayUse(host: string): boolean {
  return Deno.permissions.querySync({ name: "net", host }).state === "granted";
}

/** Prepares the process for its checks, once. */
export function prepareChecks(): void {
  if (prepared) return;
  prepared = true;
  listenForFailures();
  holdTime();
  watchSockets();
  // The child process of a grading wraps its checks itself.
  if (session.judged) return;
  // Deno's own runner: on the model network always, on real sockets where it may.
  const real = mayUse("127.0.0.1");
  if (!real) {
    session.model = "kind";
    Deno.test.afterAll(() => console.log(MODEL_SENTENCE));
  }
  const { test } = Deno;
  session.addCheck = registerWith(test, real);
  // Several graders may be loaded at once: a submission's own tests are no checks, whichever it is.
  Object.assign(Deno, { test: idleTest(test) });
}

const MODEL_SENTENCE =
  "Judged on the model network, in memory. On real sockets:  deno task grade";

type Run = () => void | Promise<void>;

/** How a check is run. */
export interface RunOptions {
  /** The part of the exercise that it belongs to. */
  part?: PartKey;
  /** The model network to run it on; real sockets by default. */
  profile?: ProfileName;
  /** Called when its network and its clock are in place. */
  onBegin?(): void;
}

/**
 * Runs one check: a payload, a transcript and a network of its own before it;
 * after it, what the grader opened is closed, and the submission must have closed
 * the rest.
 *
 * @param run The check.
 * @param options How it is run.
 * @throws What the check throws, or what failed in the background meanwhile.
 * @throws {NotStarted} If it reached a hole of its part or of one before it, or
 * failed after it reached a later one: then nobody can say whose fault it is.
 */
export async function runCheck(
  run: Run,
  { part, profile = session.model, onBegin }: RunOptions = {},
): Promise<void> {
  const model = profile && (modelNetwork ??= await import("./model.ts"));
  if (model) await model.beginModel(session.seed, profile!);
  beginCheck(part);
  forgetReads();
  forgetCalls();
  forgetPorts();
  forgetNodeSockets();
  beginGiven();
  reseed(session.seed);
  onBegin?.();
  try {
    await run();
    await cleanUp();
    // Closing what is open may be the work of a later part.
    if (!isUnfinished()) await nothingLeftOpen();
    throwIfFailed();
    expectUnchanged();
    await rememberResolved();
  } catch (error) {
    if (isBesideTheCheck(error)) return;
    session.onFailure?.(error);
    endTranscript();
    // What failed in the background tells more than what it led to.
    await settle();
    const caught = caughtInHole();
    if (caught) throw new Wrong(faultOf(caught, "threw"));
    throw reachedHole() ?? idleLoop() ??
      plainCause(withQuestion(failedInBackground() ?? error));
  } finally {
    await cleanUp();
    const mayFail = isUnfinished();
    closeOpened(mayFail);
    // What it throws now belongs to no check.
    if (mayFail) await settle();
    model?.endModel(mayFail);
  }
}

/** Whether a check failed only because nothing of what it is about happened: no fault of the submission. */
function isBesideTheCheck(error: unknown): boolean {
  return error instanceof Wrong && passedByStandIns() &&
    !failedInBackground() && !reachedHole();
}

/** A fault without its own question gets the one of the check, or of its line. */
function withQuestion(error: unknown): unknown {
  const lookAt = whereToLook();
  if (!lookAt || !(error instanceof Wrong) || error.fault.lookAt) return error;
  return new Wrong({ ...error.fault, lookAt });
}

/** Errors that nobody awaits belong to the check that runs. */
function listenForFailures(): void {
  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    // What fails behind a hole may fail for what is still to be written.
    if (isUnfinished()) return;
    const fault = faultInBackground(event.reason);
    if (fault) failInBackground(fault);
  });
  addEventListener("error", (event) => {
    event.preventDefault();
    if (isUnfinished()) return;
    failInBackground(faultOf(event.error, "crashed"));
  });
  keepListeners();
}

/** What a rejection tells; nothing if a function of the submission is not written yet: that is no crash. */
function faultInBackground(reason: unknown): Fault | undefined {
  try {
    if (reason instanceof NotStarted) return;
    if (reason instanceof Wrong) return reason.fault;
  } catch {
    // A Proxy refuses to be looked at.
  }
  return faultOf(reason, "crashed");
}

/**
 * Registers each check with what happens around it, and a check on sockets a
 * second time, on the model network. Deno then reports this file as the place
 * of every check; the message of a failure has the right one.
 *
 * @param test `Deno.test`.
 * @param twice Whether there are real sockets beside the model network.
 */
function registerWith(test: typeof Deno.test, twice: boolean): AddCheck {
  return (name, given, run) => {
    const options = given as CheckOptions;
    const place = placeOfCheck(new Error().stack);
    const title = nameWithPart(name, options.part);
    const part = options.part?.key;
    const profile = session.model ?? options.network;
    test(
      title,
      { ...options },
      (t) => told(t, () => runCheck(run, { part, profile }), place),
    );
    const onModel = modelOptions.get(options);
    if (!twice || !onModel) return;
    test(
      `${title}, on the model network`,
      { ...onModel },
      (t) => told(t, () => runCheck(run, { part, profile: "kind" }), place),
    );
  };
}

/**
 * Runs a check, and adds its place to what it says. Deno cannot ignore a test
 * that has begun: one that reached a hole has an ignored step that names it.
 */
async function told(
  t: Deno.TestContext,
  run: Run,
  place: string | undefined,
): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (error instanceof NotStarted) {
      const name = `${error.message}, at ${placeInSubmission(error.stack)}`;
      await t.step({ name, ignore: true, fn() {} });
      return;
    }
    if (error instanceof Wrong && place) {
      error.message += `\ncheck     ${place}`;
      error.stack = `${error.name}: ${error.message}`;
    }
    throw error;
  }
}

/** Where a grader registers a check: the outermost line of it, since a grader may have its own forms of checks. */
function placeOfCheck(stack?: string): string | undefined {
  const place = placesIn(stack)
    .findLast(({ file }) => file.endsWith("_test.ts"));
  if (!place?.file.startsWith(ROOT)) return;
  return `${readablePath(place.file)}:${place.line}:${place.column}`;
}
