/**
 * A process that judges several submissions of a gallery, one after the other:
 * the engine is loaded once. Each has its own copy of the grader. Not for
 * submissions of others: one that is hostile could reach the next.
 *
 * @module
 */
import { judgeSubmission } from "../../workbook/grading/child/judge_submission.ts";
import { runJudging } from "../../workbook/grading/child/judging_process.ts";
import { settle } from "../../workbook/grading/kit/waiting.ts";
import type { Contact } from "../../workbook/sandbox/messages.ts";
import { readJob } from "../../workbook/sandbox/parent.ts";
import type { SeveralJob, SeveralReport } from "./several.ts";

const { jobs, ...contact } = await readJob<SeveralJob & Contact>();
await runJudging<SeveralReport>(contact, undefined, async (guard, report) => {
  for (const [i, job] of jobs.entries()) {
    await report({ type: "next", job: i });
    // With an address of its own it is loaded again: it holds its submission.
    const grader = `${job.grader}?${i}`;
    const { word } = contact;
    const hasEnded = await judgeSubmission({
      job: { ...job, grader },
      word,
      guard,
      isShared: true,
      report,
    });
    // The others are judged by another process.
    if (!hasEnded) return;
    // What is left of it ends before the next one begins.
    await settle();
  }
});
