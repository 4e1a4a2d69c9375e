import { Conversation } from "../../workbook/grading/parent/conversation.ts";
import { openRepairs } from "../../workbook/grading/parent/judge.ts";
import { Results } from "../../workbook/grading/parent/results.ts";
import type { Job, Schedule } from "../../workbook/grading/protocol.ts";
import type { Verdict } from "../../workbook/grading/verdict.ts";
import { fileUrl } from "../../workbook/paths.ts";
import { LIMITS } from "../../workbook/sandbox/limits.ts";
import { Sandbox } from "../../workbook/sandbox/sandbox.ts";
import { fileOf, SEED } from "./judge_known.ts";
import {
  isWrong,
  type KnownSubmission,
  type WrongSubmission,
} from "./known_submissions.ts";
import type { SeveralReport } from "./several.ts";

/** The program that judges them. */
const CHILD = "tools/gallery/several_child.ts";

/** What a process can do for one submission only: it closes ways of `node:`, for good. */
const NEEDS_A_PROCESS = /node:|\bprocess\b|\bBuffer\b/;

/** What is pinned of one that ends its process: then the others would be judged in the next one. */
const ENDS_ITS_PROCESS = /endless loop|ended itself|memory/;

/** What is pinned of one that still works when it has been judged. */
const GOES_ON = /was still pending|stays pending/;

/**
 * Whether a submission still works when it has been judged: it slows down
 * those that are judged after it in the same process.
 *
 * @param known The submission.
 */
export function goesOn(known: KnownSubmission): boolean {
  return isWrong(known) && known.message.some(([, text]) => GOES_ON.test(text));
}

/**
 * Whether a submission can be judged in one process with others: a wrong one;
 * on the model network a right one, too. There a judging is the same
 * computation in every process; on the kernel each has its own.
 *
 * @param known The submission.
 * @param onModel Whether it is judged on the model network.
 */
export async function canShare(
  known: KnownSubmission | WrongSubmission,
  onModel: boolean,
): Promise<boolean> {
  const { code, verdict } = known;
  if (verdict !== "wrong" && !(verdict === "right" && onModel)) return false;
  if (isWrong(known)) {
    if (known.message.some(([, text]) => ENDS_ITS_PROCESS.test(text))) {
      return false;
    }
  }
  const text = "text" in code
    ? code.text
    : await Deno.readTextFile(fileUrl(code.path));
  return !NEEDS_A_PROCESS.test(text);
}

/**
 * Judges submissions of one lesson, one after the other in one process: a wrong
 * one by the check that must catch it. That is not how a learner's submission
 * is judged: what one leaves running might disturb the next. So only what it
 * says of a submission that is judged as it must be is worth something; judge
 * the others by `judgeKnown()`.
 *
 * @param known The submissions: those that {@linkcode canShare}, all of them
 * files, or none: what the process may read depends on it.
 * @param schedules Where they are judged, if not on real sockets.
 * @returns The verdicts on those that were judged, and how many were begun: one
 * of them may have ended the process.
 */
export async function judgeSeveral(
  known: ReadonlyArray<KnownSubmission | WrongSubmission>,
  schedules?: Schedule[],
): Promise<{ judged: Map<KnownSubmission, Verdict>; begun: number }> {
  await using files = new AsyncDisposableStack();
  const jobs: Job[] = [];
  for (const each of known) {
    const { lesson } = each;
    const { stem } = lesson;
    const { url } = files.use(await fileOf(each));
    jobs.push({
      stem,
      grader: lesson.files.grader.url.href,
      submission: url.href,
      seed: SEED,
      from: 0,
      repairs: await openRepairs(stem, url),
      schedules,
      only: "caughtBy" in each ? each.caughtBy : undefined,
      holdsLines: true,
    });
  }
  const begun: Results[] = [];
  const judged = new Map<KnownSubmission, Verdict>();
  if (jobs.length === 0) return { judged, begun: 0 };
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
      const results = new Results();
      begun.push(results);
      talk = new Conversation(results, 0, (reply) => sandbox.send(reply));
    },
  });
  await sandbox.ended;
  begun.forEach((results, i) =>
    judged.set(known[i], verdictOf(jobs[i], known[i], results))
  );
  return { judged, begun: begun.length };
}

/** The verdict on one of them; "not graded" if its process ended before that. */
function verdictOf(
  { stem, only, seed }: Job,
  { name }: KnownSubmission,
  results: Results,
): Verdict {
  const checks = results.checks.filter((check) =>
    check.name === (only ?? check.name)
  );
  return {
    stem,
    file: name,
    status: results.status(undefined, true, only),
    mastered: false,
    checks,
    holes: results.holes,
    ms: checks.reduce((sum, { ms }) => sum + ms, 0),
    output: "",
    seed,
  };
}
