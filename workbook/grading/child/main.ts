/**
 * The process that runs a submission: it loads the grader of one lesson, runs its
 * checks in order, and reports each to the parent. It may use loopback and
 * read the workbook, nothing else.
 *
 * @module
 */
import { KernelUnavailable, type SocketRow } from "../../kernel/mod.ts";
import { holdTime } from "../../network/time_calls.ts";
import { type Fault, Wrong } from "../../sandbox/fault.ts";
import { importFile } from "../../sandbox/import_file.ts";
import { fixLimits, LIMITS } from "../../sandbox/limits.ts";
import { type Contact, PARENT_GONE } from "../../sandbox/messages.ts";
import { pieceMark } from "../../sandbox/output.ts";
import { connectToParent, readJob } from "../../sandbox/parent.ts";
import { faultOf, workbookFault } from "../../sandbox/thrown_fault.ts";
import { NotStarted } from "../../todo.ts";
import { failedInBackground, ownHole, session } from "../kit/check_context.ts";
import { watchSockets } from "../kit/open_sockets.ts";
// Everything that a grader needs is loaded now: it may not be read later.
import "../mod.ts";
import { Peer } from "../kit/peer.ts";
import { clearTimeout, setTimeout, within } from "../kit/waiting.ts";
import type { Job, Reply, Report } from "../protocol.ts";
import { forgetCalls, isFromSubmission } from "./called.ts";
import { type CheckOptions, ignoredBecause } from "./check_options.ts";
import { rememberRuntime, restoreRuntime, type Snapshot } from "./integrity.ts";
import { idleTest } from "./own_tests.ts";
import { holes } from "./load.ts";
import { lockRuntime } from "./lockdown.ts";
import type { PartKey } from "../../scaffold.ts";
import { runCheck } from "./run_check.ts";

interface Check {
  name: string;
  options: CheckOptions;
  run: () => void | Promise<void>;
}

const { exit, listen } = Deno;
const toStdout = Deno.stdout.writeSync.bind(Deno.stdout);
const toStderr = Deno.stderr.writeSync.bind(Deno.stderr);
const encode = TextEncoder.prototype.encode.bind(new TextEncoder());
const now = performance.now.bind(performance);
const job = await readJob<Job & Contact>();
fixLimits(job.limits);
const { conn, report, orders } = await connectToParent<Report, Reply>(job);

/** The kernel's table, asked of the parent. */
const asked = new Map<number, (reply: Reply) => void>();
let questions = 0;
session.kernel = {
  async rows(ports): Promise<SocketRow[]> {
    const id = questions++;
    const answered = new Promise<Reply>((resolve) => asked.set(id, resolve));
    await report({ type: "rows?", id, ports });
    const reply = await answered;
    asked.delete(id);
    if (reply.type === "rows") return reply.rows;
    throw new KernelUnavailable(reply.reason);
  },
};
async function listenToParent(): Promise<void> {
  for await (const reply of orders()) asked.get(reply.id)?.(reply);
  exit(PARENT_GONE);
}

/** The runtime as it was before a grader was loaded. */
let runtime: Snapshot;

/** The checks, in order: collected, not run at once. Only `load()` adds to them. */
const checks: Check[] = [];
function collectChecks(): void {
  session.addCheck = (name, options, run) =>
    void checks.push({ name, options: options as CheckOptions, run });
  Object.assign(Deno, { test: idleTest(Deno.test) });
}

/** Says on both outputs that what follows is printed during a check. */
function divideOutput(check: number): void {
  const mark = encode(pieceMark(job.word, check));
  for (const write of [toStdout, toStderr]) write(mark);
}

const tampered = (names: string[]): Fault => ({
  cause: "tampered",
  what: `the submission changed ${names.join(", ")}`,
  expected: "Deno, the globals and the prototypes stay as they are",
  lookAt: "the assignment to it: write a function of your own instead",
});

/** Waits until a check has ended: it puts the network and the clock back. On the real clock, and not for ever. */
async function untilEnded(work: Promise<void>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, LIMITS.checkMs);
  await Promise.race([work.catch(() => {}), promise]);
  clearTimeout(timer);
}

/**
 * Runs one check.
 *
 * @returns `"right"` only if the check came to its end and said so.
 */
async function run(check: Check): Promise<Fault | "not written" | "right"> {
  let failure: unknown;
  let ended = false;
  let isRight = false;
  forgetCalls();
  const { network, part } = check.options;
  const options = { part: part?.key, profile: session.model ?? network };
  const work = (async () => {
    try {
      await runCheck(check.run, options);
      isRight = true;
    } finally {
      ended = true;
    }
  })();
  try {
    await within(work, check.options.timeout ?? LIMITS.checkMs, {
      cause: "never-ended",
      what: `the check did not end within ${LIMITS.checkMs} ms`,
      lookAt: "which await is never answered",
    });
  } catch (error) {
    isRight = false;
    failure = failedInBackground() ?? error;
    // A check that never ends has not told of it.
    session.onFailure?.(failure);
    // The next check runs in this process.
    if (ownHole()) await untilEnded(work);
  }
  // A check that did not end has replaced the timers itself, perhaps.
  const names = ended ? restoreRuntime(runtime) : [];
  if (names.length > 0) return tampered(names);
  return isRight ? "right" : await faultOfCheck(failure, check);
}

/** What a failed check says of the submission, or of the workbook. */
async function faultOfCheck(
  failure: unknown,
  { name }: Check,
): Promise<Fault | "not written"> {
  try {
    if (failure instanceof NotStarted) return "not written";
    if (failure instanceof Wrong) return failure.fault;
  } catch {
    // Looking at the value throws: it is one that the submission threw.
  }
  return await isFromSubmission(failure)
    ? faultOf(failure, "threw")
    : workbookFault(failure, `in the check "${name}"`);
}

/** Runs the checks in order; `false` after the first that fails. */
async function runChecks(): Promise<boolean> {
  // The first part that is not written, if one is.
  let unwritten: PartKey | undefined;
  for (let i = job.from; i < checks.length; i++) {
    const check = checks[i];
    const part = check.options.part?.key;
    if (job.lastPart !== undefined && part !== job.lastPart) break;
    if (job.only !== undefined && check.name !== job.only) continue;
    if (check.options.ignore) {
      const why = ignoredBecause.get(check.options);
      if (why === "not written" && part !== "beyond") unwritten ??= part;
      continue;
    }
    if (part === "beyond" && unwritten !== undefined && !job.only) {
      await report({
        type: "end",
        check: i,
        ms: 0,
        outcome: "ignored",
        ignored: "waits",
      });
      continue;
    }
    await report({ type: "begin", check: i });
    divideOutput(i);
    const began = now();
    const result = await run(check);
    const ms = now() - began;
    if (result === "right") {
      await report({ type: "end", check: i, ms, outcome: "right" });
      continue;
    }
    if (result === "not written" || isUnfinished(part)) {
      if (part !== "beyond") unwritten ??= part;
      await report({
        type: "end",
        check: i,
        ms,
        outcome: "ignored",
        ignored: "not written",
      });
      continue;
    }
    await report(
      result.cause === "workbook-fault"
        ? { type: "failed", fault: result }
        : { type: "end", check: i, ms, outcome: "wrong", fault: result },
    );
    return false;
  }
  return true;
}

/**
 * Whether a check that failed may have failed for what is still to be written:
 * its part has a hole that it did not reach.
 */
function isUnfinished(part: PartKey | undefined): boolean {
  return part !== undefined && holes.some((hole) => hole.part === part);
}

/** What connections and listeners inherit: a submission reaches it through any of its own. */
function socketPrototypes(): Array<[string, object]> {
  const listener = listen({ hostname: "127.0.0.1", port: 0 });
  listener.close();
  const ofConn = Object.getPrototypeOf(conn);
  return [
    ["Deno.TcpConn.prototype", ofConn],
    ["Deno.Conn.prototype", Object.getPrototypeOf(ofConn)],
    ["Deno.Listener.prototype", Object.getPrototypeOf(listener)],
    ["Peer.prototype", Peer.prototype],
  ];
}

// From here on the submission may run.
try {
  listenToParent();
  session.judged = true;
  session.submission = job.submission;
  session.seed = job.seed;
  session.model = job.schedules?.[0].profile;
  session.onNote = (line) => void report({ type: "note", line });
  collectChecks();
  // `load` would put the watched calls in place after the runtime was looked at.
  holdTime();
  watchSockets();
  const prototypes = socketPrototypes();
  lockRuntime(prototypes.map(([, prototype]) => prototype));
  runtime = rememberRuntime(prototypes);
  const names: string[] = [];
  session.watchLoading = () => {
    // A grader may have replaced calls itself.
    const now = rememberRuntime(prototypes);
    // It registers its checks after that: with the runtime as it was.
    return () => void names.push(...restoreRuntime(now));
  };
  await importFile(job.grader);
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
  holes.push(...job.repairs ?? []);
  await report({
    type: "plan",
    checks: checks.map(({ name, options }) => ({
      name,
      part: options.part,
      ignored: options.ignore ? ignoredBecause.get(options) : undefined,
    })),
    holes,
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
  const fault = workbookFault(error, "before its checks could run");
  await report({ type: "failed", fault });
  exit(3);
}
