/**
 * What a process that judges does before its first submission, and at its end.
 *
 * @module
 */
import { fixLimits, type Limits } from "../../sandbox/limits.ts";
import type { Contact } from "../../sandbox/messages.ts";
import { connectToParent } from "../../sandbox/parent.ts";
import { workbookFault } from "../../sandbox/thrown_fault.ts";
import { session } from "../kit/check_context.ts";
// Everything that a grader needs is loaded now: it may not be read later.
import "../mod.ts";
import type { Reply, Report } from "../protocol.ts";
import { type Guard, guardRuntime } from "./guard.ts";
import { beginJudging } from "./judge_submission.ts";
import { parentKernel } from "./parent_kernel.ts";

const { exit } = Deno;

/** Not among Deno's types; a page refuses to be asked. */
const { cpuUsage } = Deno as {
  cpuUsage?: () => { user: number; system: number };
};

/** How long this process has computed so far, in milliseconds, on all its threads. */
function computedMs(): number {
  try {
    const { user = 0, system = 0 } = cpuUsage?.() ?? {};
    return (user + system) / 1000;
  } catch {
    return 0;
  }
}

/**
 * Connects to the parent, locks the runtime, judges, and ends this process. An
 * error that nobody caught is told as a fault of the workbook.
 *
 * @param contact Where the parent listens.
 * @param limits Limits that differ from the usual ones.
 * @param judge Judges; from here on a submission may run.
 */
export async function runJudging<More extends object = never>(
  contact: Contact,
  limits: Partial<Limits> | undefined,
  judge: (
    guard: Guard,
    report: (message: Report | More) => Promise<void>,
  ) => Promise<void>,
): Promise<never> {
  fixLimits(limits);
  const parent = await connectToParent<Report | More, Reply>(contact);
  const { conn, report } = parent;
  session.kernel = parentKernel(parent);
  session.computedMs = computedMs;
  try {
    beginJudging();
    await judge(guardRuntime(conn), report);
    await report({ type: "done" });
    return exit(0);
  } catch (error) {
    const fault = workbookFault(error, "before its checks could run");
    await report({ type: "failed", fault });
    return exit(3);
  }
}
