/**
 * The program of the Worker: that of `grading/child/main.ts`, with a practice
 * before it, as long as there is no text.
 *
 * @module
 */
import { judgeSubmission } from "../../../grading/child/judge_submission.ts";
import { runJudging } from "../../../grading/child/judging_process.ts";
import type { Job } from "../../../grading/protocol.ts";
import type { Contact } from "../../../sandbox/messages.ts";
import { readJob } from "./parent.ts";
import { practise } from "./practice.ts";

const job = await readJob<Job & Contact>();
await runJudging(job, job.limits, async (guard, report) => {
  await practise(job, guard);
  await judgeSubmission({
    job,
    // The page says it with the text.
    get word() {
      return job.word;
    },
    guard,
    report,
  });
});
