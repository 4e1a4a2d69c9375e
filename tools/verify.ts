/**
 * `deno task verify`: proves that the workbook can be trusted. Every stub is
 * not started, every right submission passes, every wrong submission fails at
 * the check it names and with the message that was pinned; each part is right
 * before the next is written; texts and hints are complete; no stray files.
 *
 * @module
 */
import { readOptions } from "../workbook/arguments.ts";
import { LESSONS } from "../workbook/catalogue.ts";
import { inParallel } from "../workbook/in_parallel.ts";
import type { Verdict } from "../workbook/grading/verdict.ts";
import type { Lesson } from "../workbook/lesson.ts";
import { chooseLesson, typed, UsageError } from "../workbook/usage_error.ts";
import { checkTypes } from "./gallery/check_types.ts";
import { graderFault } from "./gallery/grader_fault.ts";
import { judgeGallery } from "./gallery/judge_gallery.ts";
import { judgeWhole } from "./gallery/judge_known.ts";
import {
  isWrong,
  type KnownSubmission,
  knownSubmissions,
  stubSubmission,
  type WrongSubmission,
} from "./gallery/known_submissions.ts";
import { judgeSchedules } from "./gallery/judge_schedules.ts";
import { judgeUnfinished } from "./gallery/judge_unfinished.ts";
import { showSubmission } from "./gallery/show_submission.ts";
import { updateMessages } from "./gallery/update_messages.ts";
import {
  type Messages,
  MODEL,
  verifyFirst,
  verifyMessages,
  verifyOnModel,
  verifyProfiles,
  verifyUnfinished,
  verifyVerdict,
} from "./gallery/verify_submission.ts";
import { Counter } from "./proof/counter.ts";
import { findGaps } from "./proof/lesson_gaps.ts";
import { findMissing } from "./proof/missing_files.ts";
import { JUDGED_AT_ONCE } from "./proof/judged_at_once.ts";
import { findStrays } from "./proof/stray_files.ts";

const HELP =
  `deno task verify [N]        prove every verdict, of all lessons or of lesson N
deno task verify N NAME     judge one submission of lesson N's gallery and print its message
  --model                   the same verdicts on the model network, the model answers on all profiles
  --apart                   each wrong submission in a process of its own, as a learner's
  --whole                   each wrong submission by all checks, as a learner's: the one it names must be the first that fails
  --update                  pin the messages of the wrong submissions again (deno task verify:update)
`;

/** Runs the command. */
export async function run(args: string[]): Promise<number> {
  const { words, values } = readOptions(args, {
    update: { type: "boolean" },
    model: { type: "boolean" },
    apart: { type: "boolean" },
    whole: { type: "boolean" },
  });
  if (values.help) {
    console.log(HELP.trimEnd());
    return 0;
  }
  const [number, name] = words;
  const ways = ["update", "model", "apart", "whole"]
    .filter((way) => values[way]).map((way) => `--${way}`);
  if (values.whole && ways.length > 1) {
    throw new UsageError(
      `Cannot use ${ways.join(" and ")} together: choose one of them`,
    );
  }
  if (words.length === 2 && !/^\d+$/.test(name)) {
    if (ways.length > 0) {
      throw new UsageError(
        `Cannot use ${ways[0]} with the name ${
          typed(name)
        }: leave the name out`,
      );
    }
    return await showSubmission(chooseLesson([number])!, name);
  }
  const chosen = chooseLesson(words);
  const began = performance.now();
  const counter = new Counter();
  const lessons: Lesson[] = [];
  for (const lesson of chosen ? [chosen] : LESSONS) {
    const missing = await findMissing(lesson);
    for (const sentence of missing) counter.check(false, () => sentence);
    if (missing.length === 0) lessons.push(lesson);
  }
  const { update = false, apart = false } = values as Record<string, boolean>;
  if (values.model) {
    await judgeGallery(
      await gather(lessons, counter),
      { schedules: MODEL, apart },
      (known, verdict) => verifyOnModel(known, verdict, counter),
    );
    await judgeSchedules(
      lessons,
      (lesson, verdict) => verifyProfiles(lesson, verdict, counter),
    );
  } else if (values.whole) await verifyWhole(lessons, counter);
  else await verifyLessons(lessons, { update, apart }, counter);
  if (!chosen && !values.model && !values.whole) {
    for (const stray of await findStrays()) counter.check(false, () => stray);
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`verified in ${seconds} s`);
  console.log(`${counter.passed} passed, ${counter.failed} failed`);
  return counter.failed === 0 ? 0 : 1;
}

/** Every known submission of these lessons; what cannot be used is counted as failed. */
async function gather(
  lessons: readonly Lesson[],
  counter: Counter,
): Promise<Array<KnownSubmission | WrongSubmission>> {
  const all: Array<KnownSubmission | WrongSubmission> = [];
  for (const lesson of lessons) {
    const { rights, wrongs, problems } = await knownSubmissions(lesson);
    for (const problem of problems) counter.check(false, () => problem);
    all.push(stubSubmission(lesson), ...rights, ...wrongs);
  }
  return all;
}

/** Judges every wrong submission of these lessons as a learner's is judged. */
async function verifyWhole(
  lessons: readonly Lesson[],
  counter: Counter,
): Promise<void> {
  const wrongs = (await gather(lessons, counter)).filter(isWrong);
  await inParallel(wrongs, async (known) => {
    verifyFirst(known, await judgeWhole(known), counter);
  }, JUDGED_AT_ONCE);
}

/** Judges every known submission of these lessons, in one queue: no lesson waits for the slowest one of another. */
async function verifyLessons(
  lessons: readonly Lesson[],
  { update, apart }: { update: boolean; apart: boolean },
  counter: Counter,
): Promise<void> {
  const submissions = await gather(lessons, counter);
  const checkingTypes = checkTypes(submissions);
  const messages: Messages = new Map();
  const solutions = new Map<Lesson, Verdict>();
  const broken = new Map<Lesson, string>();
  await judgeGallery(
    submissions,
    { apart: apart || update, width: JUDGED_AT_ONCE, skipped: broken },
    (known, verdict) => {
      const { lesson } = known;
      // A grader that cannot be loaded says the same of every submission.
      const fault = graderFault(lesson, verdict);
      if (fault) broken.set(lesson, fault);
      if (broken.has(lesson)) return;
      if (known.name === "solution") solutions.set(lesson, verdict);
      verifyVerdict(known, verdict, messages, counter);
    },
  );
  await judgeUnfinished(
    lessons.filter((each) => !broken.has(each)),
    (unfinished, verdict) => verifyUnfinished(unfinished, verdict, counter),
  );
  for (const error of await checkingTypes) counter.check(false, () => error);
  for (const fault of broken.values()) counter.check(false, () => fault);
  if (!update) await verifyMessages(messages, counter);
  for (const lesson of lessons.filter((each) => !broken.has(each))) {
    if (update) await updateMessages(lesson, messages);
    const gaps = await findGaps(lesson, solutions.get(lesson)?.checks ?? []);
    for (const gap of gaps) counter.check(false, () => gap);
    counter.check(gaps.length === 0, () => `${lesson.stem} is not complete`);
  }
}
