/**
 * A Worker that waits for a text judges the model answer meanwhile, and tells
 * nobody: what the engine of the browser has run often it has compiled, and so
 * the learner's text is judged sooner.
 *
 * @module
 */
import type { Guard } from "../../../grading/child/guard.ts";
import { judgeSubmission } from "../../../grading/child/judge_submission.ts";
import { settle } from "../../../grading/kit/waiting.ts";
import type { Job, Report } from "../../../grading/protocol.ts";
import { forPractice, hasText } from "./parent.ts";
import { type Submission, takeSubmission } from "./submission.ts";

/**
 * Judges the model answer, until there is a text.
 *
 * @param job What will be judged.
 * @param guard Watches the runtime.
 */
export async function practise(job: Job, guard: Guard): Promise<void> {
  try {
    const model = await forPractice();
    if (model) await judgeModel(model, job, guard);
  } catch {
    // A text has come, or a file of the site has not: who judges will tell.
  }
  // What is left of it ends before the next one begins.
  await settle();
}

async function judgeModel(
  model: Submission,
  job: Job,
  guard: Guard,
): Promise<void> {
  takeSubmission(model);
  const practice: Job = {
    ...job,
    // With an address of its own it is loaded again: it holds its submission.
    grader: `${job.grader}?practice`,
    submission: model.address,
    holdsLines: true,
  };
  const report = ({ type }: Report) =>
    type === "begin" && hasText()
      ? Promise.reject(new Error("there is a text"))
      : Promise.resolve();
  await judgeSubmission({ job: practice, word: "", guard, report });
}
