/**
 * The process that runs a submission: it loads the grader of one lesson, runs its
 * checks in order, and reports each to the parent. It may use loopback and
 * read the workbook, nothing else.
 *
 * @module
 */
import { fixLimits } from "../../sandbox/limits.ts";
import type { Contact } from "../../sandbox/messages.ts";
import { connectToParent, readJob } from "../../sandbox/parent.ts";
import { workbookFault } from "../../sandbox/thrown_fault.ts";
import { session } from "../kit/check_context.ts";
// Everything that a grader needs is loaded now: it may not be read later.
import "../mod.ts";
import type { Job, Reply, Report } from "../protocol.ts";
import { guardRuntime } from "./guard.ts";
import { beginJudging, judgeSubmission } from "./judge_submission.ts";
import { parentKernel } from "./parent_kernel.ts";

const { exit } = Deno;
const job = await readJob<Job & Contact>();
fixLimits(job.limits);
const parent = await connectToParent<Report, Reply>(job);
const { conn, report } = parent;
session.kernel = parentKernel(parent);

// From here on the submission may run.
try {
  beginJudging();
  const guard = guardRuntime(conn);
  await judgeSubmission({ job, word: job.word, guard, report });
  await report({ type: "done" });
  exit(0);
} catch (error) {
  const fault = workbookFault(error, "before its checks could run");
  await report({ type: "failed", fault });
  exit(3);
}
