/**
 * The process that runs a submission: it loads the grader of one lesson, runs its
 * checks in order, and reports each to the parent. It may use loopback and
 * read the workbook, nothing else.
 *
 * @module
 */
import { KernelUnavailable, type SocketRow } from "../../kernel/mod.ts";
import { NotStarted } from "../../todo.ts";
import { faultOf } from "../../sandbox/thrown_fault.ts";
import { type Fault, Wrong } from "../../sandbox/fault.ts";
import { rememberRuntime, restoreRuntime, type Snapshot } from "./integrity.ts";
import { LIMITS } from "../../sandbox/limits.ts";
import { type CheckOptions, ignoredBecause } from "./check_options.ts";
import { notWritten } from "./load.ts";
import { watchSockets } from "../kit/open_sockets.ts";
import { setTimeout, within } from "../kit/waiting.ts";
import { placeInSubmission } from "../../sandbox/paths.ts";
import { Peer } from "../kit/peer.ts";
import { runCheck } from "./run_check.ts";
import { linesOf } from "../../sandbox/lines.ts";
import {
  decodeReport,
  encodeReport,
  type Job,
  PARENT_GONE,
  type Reply,
  type Report,
} from "../protocol.ts";
import { failedInBackground, session } from "../kit/check_context.ts";

interface Check {
  name: string;
  options: CheckOptions;
  run: () => void | Promise<void>;
}

const { exit, listen } = Deno;
const now = performance.now.bind(performance);
const job: Job = JSON.parse(await new Response(Deno.stdin.readable).text());
const parent = await Deno.connect({ hostname: "127.0.0.1", port: job.port });
// Reports and questions are small writes: none must wait for another.
parent.setNoDelay(true);
const write = parent.write.bind(parent);

/** Reports are written one after the other, each completely. */
let sending: Promise<void> = Promise.resolve();
function report(message: Report): Promise<void> {
  const bytes = encodeReport(message);
  sending = sending.then(async () => {
    for (let sent = 0; sent < bytes.length;) {
      sent += await write(bytes.subarray(sent));
    }
  }).catch(() => exit(PARENT_GONE)); // The parent is gone.
  return sending;
}

const beat = () => {
  report({ type: "beat" });
  setTimeout(beat, 200);
};

/** The kernel's table, asked of the parent. */
const asked = new Map<number, (reply: Reply) => void>();
let questions = 0;
session.kernel = {
  async rows(ports): Promise<SocketRow[]> {
    const id = questions++;
    const submission = new Promise<Reply>((resolve) => asked.set(id, resolve));
    await report({ type: "rows?", id, ports });
    const reply = await submission;
    asked.delete(id);
    if (reply.type === "rows") return reply.rows;
    throw new KernelUnavailable(reply.reason);
  },
};
async function listenToParent(): Promise<void> {
  for await (const line of linesOf(parent.readable)) {
    const reply = decodeReport(line) as Reply;
    asked.get(reply.id)?.(reply);
  }
  exit(PARENT_GONE);
}

/** The runtime as it was before a grader was loaded. */
let runtime: Snapshot;

/** Stands in for `Deno.test`: the checks are collected, not run at once. */
const checks: Check[] = [];
function collectChecks(): void {
  const collect = (
    name: string,
    options: CheckOptions,
    run: () => void | Promise<void>,
  ) => {
    if (typeof name !== "string" || typeof run !== "function") {
      throw new TypeError(
        "Cannot register a check: write Deno.test(name, options, function)",
      );
    }
    checks.push({ name, options, run });
  };
  Object.assign(Deno, { test: collect });
}

const tampered = (names: string[]): Fault => ({
  cause: "tampered",
  what: `the submission changed ${names.join(", ")}`,
  expected: "Deno, the globals and the prototypes stay as they are",
  lookAt: "the assignment to it: write a function of your own instead",
});

/** Runs one check. */
async function run(check: Check): Promise<Fault | "not written" | undefined> {
  let failure: unknown;
  let failed = false;
  let ended = false;
  try {
    const { network } = check.options;
    const work = runCheck(check.run, session.model ?? network)
      .finally(() => ended = true);
    await within(work, check.options.timeout ?? LIMITS.checkMs, {
      cause: "never-ended",
      what: `the check did not end within ${LIMITS.checkMs} ms`,
      lookAt: "which await is never answered",
    });
  } catch (error) {
    failed = true;
    failure = failedInBackground() ?? error;
  }
  // A check that did not end has replaced the timers itself, perhaps.
  const names = ended ? restoreRuntime(runtime) : [];
  if (names.length > 0) return tampered(names);
  if (failed) return faultOfCheck(failure);
}

/** What a failed check tells of the submission. */
function faultOfCheck(failure: unknown): Fault | "not written" {
  try {
    if (failure instanceof NotStarted) return "not written";
    if (failure instanceof Wrong) return failure.fault;
    const fault = faultOf(failure, "threw");
    const ours = !fault.at && !placeInSubmission((failure as Error)?.stack);
    if (ours && fault.cause === "threw" && failure instanceof Error) {
      fault.lookAt = "what the call was given, and what it awaited";
    }
    return fault;
  } catch {
    // Looking at the value throws: it is one that the submission threw.
    return faultOf(failure, "threw");
  }
}

/** Runs the checks in order; `false` after the first that fails. */
async function runChecks(): Promise<boolean> {
  for (let i = job.from; i < checks.length; i++) {
    const check = checks[i];
    if (check.options.ignore) continue;
    if (job.only !== undefined && check.name !== job.only) continue;
    await report({ type: "begin", check: i });
    const began = now();
    const result = await run(check);
    const fault = result === "not written" ? undefined : result;
    await report({
      type: "end",
      check: i,
      ms: now() - began,
      fault,
      notWritten: result === "not written",
    });
    if (fault) return false;
  }
  return true;
}

/** What connections and listeners inherit: a submission reaches it through any of its own. */
function socketPrototypes(): Array<[string, object]> {
  const listener = listen({ hostname: "127.0.0.1", port: 0 });
  listener.close();
  const ofConn = Object.getPrototypeOf(parent);
  return [
    ["Deno.TcpConn.prototype", ofConn],
    ["Deno.Conn.prototype", Object.getPrototypeOf(ofConn)],
    ["Deno.Listener.prototype", Object.getPrototypeOf(listener)],
    ["Peer.prototype", Peer.prototype],
  ];
}

// From here on the submission may run.
try {
  await report({ type: "hello", token: job.token });
  listenToParent();
  beat();
  session.judged = true;
  session.submission = job.submission;
  session.seed = job.seed;
  session.model = job.schedules?.[0].profile;
  session.onNote = (line) => void report({ type: "note", line });
  collectChecks();
  // `load` would put the watched calls in place after the runtime was looked at.
  watchSockets();
  const prototypes = socketPrototypes();
  runtime = rememberRuntime(prototypes);
  const names: string[] = [];
  session.watchLoading = () => {
    // A grader may have put calls of its own in place.
    const now = rememberRuntime(prototypes);
    // It registers its checks after that: with the runtime as it was.
    return () => void names.push(...restoreRuntime(now));
  };
  await import(
    new URL(`../../../tests/${job.stem}_test.ts`, import.meta.url).href
  );
  names.push(...restoreRuntime(runtime));
  if (names.length > 0) {
    checks.unshift({
      name: "leaves the runtime as it is",
      options: { ignore: false, timeout: LIMITS.checkMs },
      run: () => {
        throw new Wrong(tampered(names));
      },
    });
  }
  await report({
    type: "plan",
    checks: checks.map(({ name, options }) => ({
      name,
      part: options.part,
      ignored: options.ignore ? ignoredBecause.get(options) : undefined,
    })),
    notWritten: [...notWritten],
  });
  for (const schedule of job.schedules ?? [undefined]) {
    if (schedule) {
      session.seed = schedule.seed;
      session.model = schedule.profile;
      await report({ type: "schedule", schedule });
    }
    // What a failed check left running must not disturb the next one: the
    // parent starts a new process for it.
    if (!await runChecks()) break;
  }
  await report({ type: "done" });
  exit(0);
} catch (error) {
  await report({
    type: "failed",
    message: error instanceof Error
      ? error.stack ?? error.message
      : String(error),
  });
  exit(3);
}
