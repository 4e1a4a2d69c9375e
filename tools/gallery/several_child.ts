/**
 * A process that judges several submissions of a gallery, one after the other:
 * the engine is loaded once. Each has its own copy of the grader. Not for
 * submissions of others: one that is hostile could reach the next.
 *
 * @module
 */
import { guardRuntime } from "../../workbook/grading/child/guard.ts";
import {
  beginJudging,
  judgeSubmission,
} from "../../workbook/grading/child/judge_submission.ts";
import { parentKernel } from "../../workbook/grading/child/parent_kernel.ts";
import { session } from "../../workbook/grading/kit/check_context.ts";
import { settle } from "../../workbook/grading/kit/waiting.ts";
import "../../workbook/grading/mod.ts";
import type { Reply } from "../../workbook/grading/protocol.ts";
import { fixLimits } from "../../workbook/sandbox/limits.ts";
import type { Contact } from "../../workbook/sandbox/messages.ts";
import { connectToParent, readJob } from "../../workbook/sandbox/parent.ts";
import { workbookFault } from "../../workbook/sandbox/thrown_fault.ts";
import type { SeveralJob, SeveralReport } from "./several.ts";

const { exit } = Deno;
const { jobs, ...contact } = await readJob<SeveralJob & Contact>();
fixLimits();
const parent = await connectToParent<SeveralReport, Reply>(contact);
const { conn, report } = parent;
session.kernel = parentKernel(parent);

try {
  beginJudging();
  const guard = guardRuntime(conn);
  for (const [i, job] of jobs.entries()) {
    await report({ type: "next", job: i });
    // With an address of its own it is loaded again: it holds its submission.
    const grader = `${job.grader}?${i}`;
    const { word } = contact;
    await judgeSubmission({ job: { ...job, grader }, word, guard, report });
    // What is left of it ends before the next one begins.
    await settle();
  }
  await report({ type: "done" });
  exit(0);
} catch (error) {
  const fault = workbookFault(error, "before its checks could run");
  await report({ type: "failed", fault });
  exit(3);
}
