import { Conversation } from "../../workbook/grading/parent/conversation.ts";
import { openRepairs } from "../../workbook/grading/parent/judge.ts";
import { Results } from "../../workbook/grading/parent/results.ts";
import type { Job, Schedule } from "../../workbook/grading/protocol.ts";
import type { CheckResult } from "../../workbook/grading/verdict.ts";
import { LIMITS } from "../../workbook/sandbox/limits.ts";
import { Sandbox } from "../../workbook/sandbox/sandbox.ts";
import { writeSubmission } from "../proof/written_submission.ts";
import { SEED } from "./judge_known.ts";
import type { WrongSubmission } from "./known_submissions.ts";
import type { SeveralReport } from "./several.ts";

/** The program that judges them. */
const CHILD = "tools/gallery/several_child.ts";

/** What a process can do for one submission only: it closes ways of `node:`, for good. */
const NEEDS_A_PROCESS = /node:|\bprocess\b|\bBuffer\b/;

/** What is pinned of one that ends its process: then the others would be judged in the next one. */
const ENDS_ITS_PROCESS = /endless loop|ended itself|memory/;

/**
 * Whether a wrong submission can be judged in one process with others.
 *
 * @param known The submission.
 */
export function canShare({ code, message }: WrongSubmission): boolean {
  return "text" in code && !NEEDS_A_PROCESS.test(code.text) &&
    !message.some(([, text]) => ENDS_ITS_PROCESS.test(text));
}

/**
 * Judges wrong submissions of one lesson, each by the check that must catch it,
 * one after the other in one process. That is not how a learner's submission is
 * judged: what one leaves running might disturb the next. So only what it says
 * of a submission that fails as it must is worth something; judge the others by
 * `judgeKnown()`.
 *
 * @param known The submissions: those that {@linkcode canShare}.
 * @param schedules Where they are judged, if not on real sockets.
 * @returns How the check of each ended, and how many were begun: one of them may
 * have ended the process.
 */
export async function judgeSeveral(
  known: readonly WrongSubmission[],
  schedules?: Schedule[],
): Promise<{ judged: Map<WrongSubmission, CheckResult>; begun: number }> {
  let begun = 0;
  const judged = new Map<WrongSubmission, CheckResult>();
  await using files = new AsyncDisposableStack();
  const jobs: Job[] = [];
  for (const { lesson, name, code, caughtBy } of known) {
    if (!("text" in code)) throw new TypeError(`${name} is a file of its own`);
    const { stem } = lesson;
    const { url } = files.use(
      await writeSubmission(`gallery_${stem}_${name}`, code.text),
    );
    jobs.push({
      stem,
      grader: lesson.files.grader.url.href,
      submission: url.href,
      seed: SEED,
      from: 0,
      repairs: await openRepairs(stem, url),
      schedules,
      only: caughtBy,
      holdsLines: true,
    });
  }
  if (jobs.length === 0) return { judged, begun };
  let talk: Conversation | undefined;
  const sandbox = new Sandbox<SeveralReport>({
    program: CHILD,
    submission: new URL(jobs[0].submission),
    job: { jobs },
    limits: LIMITS,
    hasSteps: true,
    async onReport(report, life) {
      if (report.type !== "next") {
        await talk?.hear(report, life);
        // Not awaited: it ends once this has been heard.
        if (talk?.done || talk?.problem) void sandbox.stop();
        return;
      }
      life.step();
      begun = report.job + 1;
      const one = known[report.job];
      const results = new Results((check) => {
        if (check.name === one.caughtBy) judged.set(one, check);
      });
      talk = new Conversation(results, 0, (reply) => sandbox.send(reply));
    },
  });
  await sandbox.ended;
  return { judged, begun };
}
