/**
 * A Worker that waits for a text judges the model answer meanwhile, and tells
 * nobody: what the engine of the browser has run often it has compiled, and
 * then the learner's text is judged in half the time.
 *
 * @module
 */
import type { Guard } from "../../../grading/child/guard.ts";
import { judgeSubmission } from "../../../grading/child/judge_submission.ts";
import { settle } from "../../../grading/kit/waiting.ts";
import type { Job, Report } from "../../../grading/protocol.ts";
import { forPractice, hasText } from "./parent.ts";
import { takeSubmission } from "./submission.ts";

/** Ends the practice: there is a text. */
class TextCame extends Error {}

/**
 * Judges the model answer, until there is a text.
 *
 * @param job What will be judged.
 * @param guard Watches the runtime.
 */
export async function practise(job: Job, guard: Guard): Promise<void> {
  const model = await forPractice();
  if (!model) return;
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
      ? Promise.reject(new TextCame())
      : Promise.resolve();
  try {
    await judgeSubmission({ job: practice, word: "", guard, report });
  } catch (error) {
    if (!(error instanceof TextCame)) throw error;
  }
  // What is left of it ends before the next one begins.
  await settle();
}
