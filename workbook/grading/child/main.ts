/**
 * The process that runs a submission: it loads the grader of one lesson, runs its
 * checks in order, and reports each to the parent. It may use loopback and
 * read the workbook, nothing else.
 *
 * @module
 */
import type { Contact } from "../../sandbox/messages.ts";
import { readJob } from "../../sandbox/parent.ts";
import type { Job } from "../protocol.ts";
import { judgeSubmission } from "./judge_submission.ts";
import { runJudging } from "./judging_process.ts";

const job = await readJob<Job & Contact>();
await runJudging(
  job,
  job.limits,
  async (guard, report) => {
    await judgeSubmission({ job, word: job.word, guard, report });
  },
);
