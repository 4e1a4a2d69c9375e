/**
 * What `judge_several.ts` and the process it starts say to each other, beside
 * what a grading says.
 *
 * @module
 */
import type { Job, Report } from "../../workbook/grading/protocol.ts";

/** What the process is to do: each as a grading of its own. */
export interface SeveralJob {
  jobs: Job[];
}

/** What it says: after `next` all that follows is about that job. */
export type SeveralReport = Report | { type: "next"; job: number };
