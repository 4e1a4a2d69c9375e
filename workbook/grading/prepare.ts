/**
 * What happens around every check, whoever runs it: Deno's own runner or the
 * child process of a grading.
 *
 * @module
 */
import { NotStarted } from "../todo.ts";
import { type CheckOptions, modelOptions } from "./check_options.ts";
import { faultOf } from "./expect.ts";
import { Wrong } from "./fault.ts";
import { closeOpened, nothingLeftOpen, watchSockets } from "./opened.ts";
import { readablePath, ROOT } from "./place.ts";
import { reseed } from "./random.ts";
import {
  beginCheck,
  cleanUp,
  failInBackground,
  hasFailed,
  session,
  throwIfFailed,
} from "./session.ts";

let prepared = false;

/** Whether this process may use the network of a host, without asking. */
export function mayUse(host: string): boolean {
  return Deno.permissions.querySync({ name: "net", host }).state === "granted";
}

/** Prepares the process for its checks, once. */
export function prepareChecks(): void {
  if (prepared) return;
  prepared = true;
  listenForFailures();
  if (!session.judged) {
    // Deno's own runner: on the model network always, on real sockets where it may.
    if (mayUse("127.0.0.1")) registerTwice();
    else {
      session.model = "kind";
      Deno.test.afterAll(() => console.log(MODEL_SENTENCE));
    }
  }
  watchSockets();
  Deno.test.beforeEach(async () => {
    if (session.model) {
      const { beginModel } = await importModel();
      beginModel(session.seed, session.model);
    }
    begin();
  });
  Deno.test.afterEach(async () => {
    try {
      await end();
    } finally {
      if (session.model) (await importModel()).endModel();
    }
  });
}

/** Loads the model network: on real sockets nobody waits for that. */
function importModel(): Promise<typeof import("./model.ts")> {
  return import("./model.ts");
}

const MODEL_SENTENCE =
  "Judged on the model network, in memory. On real sockets:  deno task grade";

function begin(): void {
  beginCheck();
  reseed(session.seed);
}

/** Closes what the grader opened, and expects that the answer has closed the rest. */
async function end(): Promise<void> {
  await cleanUp();
  try {
    if (!hasFailed()) {
      await nothingLeftOpen();
      throwIfFailed();
    }
  } finally {
    closeOpened();
  }
}

/** Errors that nobody awaits belong to the check that runs. */
function listenForFailures(): void {
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
}

type Run = () => void | Promise<void>;

/**
 * Registers each check on sockets a second time, on the model network. Deno
 * tells this file as the place of every check then; the message of a failure
 * tells the right one.
 */
function registerTwice(): void {
  const { test } = Deno;
  const register = (name: string, options: CheckOptions, run: Run) => {
    const place = placeOfCheck(new Error().stack);
    test(name, { ...options }, () => told(run, place));
    const onModel = modelOptions.get(options);
    if (!onModel) return;
    test(`${name}, on the model network`, { ...onModel }, async () => {
      const { beginModel, endModel } = await importModel();
      beginModel(session.seed, "kind");
      begin();
      try {
        await told(run, place);
        await end();
      } finally {
        await cleanUp();
        closeOpened();
        endModel();
      }
    });
  };
  const { beforeEach, afterEach, beforeAll, afterAll } = test;
  Object.assign(Deno, {
    test: Object.assign(register, {
      beforeEach,
      afterEach,
      beforeAll,
      afterAll,
    }),
  });
}

/** Runs a check, and adds its place to what it says. */
async function told(run: Run, place: string | undefined): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (error instanceof Wrong && place) {
      error.message += `\ncheck     ${place}`;
      error.stack = `${error.name}: ${error.message}`;
    }
    throw error;
  }
}

/** Where a grader registers a check. */
function placeOfCheck(stack = ""): string | undefined {
  const match = stack.match(/(file:\/\/\S+_test\.ts):(\d+):(\d+)/);
  if (!match?.[1].startsWith(ROOT)) return;
  return `${readablePath(match[1])}:${match[2]}:${match[3]}`;
}
