import { counts, ladderOf } from "../../workbook/grading/ladder.ts";
import { tellFault } from "../../workbook/sandbox/fault.ts";
import type { Schedule } from "../../workbook/grading/protocol.ts";
import type { Verdict } from "../../workbook/grading/verdict.ts";
import type { Lesson } from "../../workbook/lesson.ts";
import { buildsOn, nameOfPart } from "../../workbook/scaffold.ts";
import type { Counter } from "../proof/counter.ts";
import { MODEL_DIFFERENCES } from "../proof/model_differences.ts";
import { catchingCheck, judgeKnown, SEED } from "./judge_known.ts";
import type { Unfinished } from "./judge_unfinished.ts";
import {
  isWrong,
  type KnownSubmission,
  type WrongSubmission,
} from "./known_submissions.ts";
import { formatRow, matchesPinned, messageOf, type Row } from "./message.ts";

/** The messages of wrong submissions that were caught as they must be. */
export type Messages = Map<WrongSubmission, Row[]>;

/**
 * Proves that a known submission was judged as it must be.
 *
 * @param known The submission.
 * @param verdict How it was judged.
 * @param messages Takes the message of a wrong one.
 * @param counter Counts it.
 */
export function verifyVerdict(
  known: KnownSubmission,
  verdict: Verdict,
  messages: Messages,
  counter: Counter,
): void {
  const { lesson, name, place } = known;
  if (!isWrong(known)) {
    counter.check(
      verdict.status === known.verdict,
      () =>
        `${place}: ${name} must be ${known.verdict}; it is ${verdict.status}${
          firstFault(verdict)
        }`,
    );
    if (known.verdict === "not started") verifyLadder(place, verdict, counter);
    return;
  }
  const caught = catchingCheck(known, verdict);
  // A check that this machine cannot run proves nothing.
  if (caught?.ignored === "no IPv6" || caught?.ignored === "no kernel table") {
    return;
  }
  counter.check(
    caught?.outcome === "wrong",
    () =>
      caught
        ? `${place}: ${name} must fail at "${caught.name}"; that check is ${caught.outcome}`
        : `${place}: Cannot judge ${name} by "${known.caughtBy}": ${lesson.files.grader.path} has no such check`,
  );
  if (caught?.outcome === "wrong") messages.set(known, messageOf(caught));
}

/** Given code may pass a check; no part of an exercise that nobody began is right, and none wrong. */
function verifyLadder(
  place: string,
  { checks }: Verdict,
  counter: Counter,
): void {
  for (const { key, status } of ladderOf(checks)) {
    counter.check(
      status === "not started" || status === "waits",
      () => `${place}: part ${key} must not be started; it is ${status}`,
    );
  }
}

/**
 * Proves that learners who make a mistake read the message that was pinned for
 * it: no check before the one it names fails, or a known one.
 *
 * @param known The wrong submission.
 * @param verdict Its checks up to the first wrong one.
 * @param counter Counts it.
 */
export function verifyFirst(
  { name, place, caughtBy, first = caughtBy }: WrongSubmission,
  { checks, status }: Verdict,
  counter: Counter,
): void {
  const wrong = checks.find(({ outcome }) => outcome === "wrong");
  const isRun = checks.some((check) => check.name === first && counts(check));
  // A check that this machine cannot run proves nothing.
  if (!wrong && !isRun) return;
  counter.check(
    wrong?.name === first,
    () =>
      `${place}: ${name} must fail at "${first}" first; ${
        wrong ? `it fails at "${wrong.name}"` : `it is ${status}`
      }`,
  );
}

/**
 * Proves that the parts which are written are right while the others are not:
 * no check of a part may ask for what a later one says.
 *
 * @param unfinished The exercise on the way.
 * @param verdict How it was judged.
 * @param counter Counts its written parts.
 */
export function verifyUnfinished(
  { lesson, written }: Unfinished,
  verdict: Verdict,
  counter: Counter,
): void {
  for (const { key, status, total } of ladderOf(verdict.checks)) {
    // A part whose checks this machine cannot run proves nothing.
    if (total === 0 || !buildsOn(written, key)) continue;
    counter.check(
      status === "right",
      () =>
        `${lesson.files.solution.path}: ${
          nameOfPart(key)
        } must be right where all is written up to ${
          nameOfPart(written)
        }; it is ${status}${firstFault(verdict)}`,
    );
  }
}

/** How often a message is asked for again: which rows of earlier connections the kernel's table has is chance. */
const AGAIN = 2;

/**
 * Proves that learners read the messages that were pinned. One that is not the
 * pinned one is asked for again, with nothing beside it; the verdict never is.
 *
 * @param messages The messages.
 * @param counter Counts them.
 */
export async function verifyMessages(
  messages: Messages,
  counter: Counter,
): Promise<void> {
  for (const [known, first] of messages) {
    const { lesson, name, place, message: pinned } = known;
    let message = first;
    for (
      let left = pinned.length === 0 ? 0 : AGAIN;
      left > 0 && !matchesPinned(message, pinned);
      left--
    ) {
      const caught = catchingCheck(known, await judgeKnown(known));
      if (caught?.outcome === "wrong") message = messageOf(caught);
    }
    counter.check(
      matchesPinned(message, pinned),
      () =>
        pinned.length === 0
          ? `${place}: ${name} has no pinned message; run  deno task verify:update ${lesson.number}`
          : [
            `${place}: the message of ${name} is not the pinned one; if it should be, run  deno task verify:update ${lesson.number}`,
            "now",
            ...message.map(formatRow),
            "pinned",
            ...pinned.map(formatRow),
          ].join("\n"),
    );
  }
}

/** The model network on which every known submission is judged alike. */
export const MODEL: Schedule[] = [{ profile: "kind", seed: SEED }];

/**
 * Proves that a known submission is judged alike on the model network.
 *
 * @param known The submission.
 * @param verdict How it was judged there.
 * @param counter Counts it.
 */
export function verifyOnModel(
  known: KnownSubmission,
  verdict: Verdict,
  counter: Counter,
): void {
  const { lesson, name, place } = known;
  const caught = isWrong(known) &&
    catchingCheck(known, verdict)?.outcome === "wrong";
  const status = caught ? "wrong" : verdict.status;
  const reason = MODEL_DIFFERENCES[lesson.stem]?.[name];
  counter.check(
    (status === known.verdict) === (reason === undefined),
    () =>
      reason === undefined
        ? `${place}: ${name} must be ${known.verdict} on the model network; it is ${status}${
          firstFault(verdict)
        }`
        : `${place}: ${name} is judged alike on the model network: take it out of tools/proof/model_differences.ts`,
  );
}

/**
 * Proves that a model answer is right on every profile that its lesson is judged on.
 *
 * @param lesson The lesson.
 * @param verdict How it was judged there.
 * @param counter Counts it.
 */
export function verifyProfiles(
  { number, files }: Lesson,
  verdict: Verdict,
  counter: Counter,
): void {
  const { status, profile, seed } = verdict;
  const { path } = files.solution;
  counter.check(
    status === "right",
    () =>
      `${path}: it must be right on every profile; it is ${status} by  deno task grade ${number} --answer ${path} --model ${profile} --seed ${seed} --beyond${
        firstFault(verdict)
      }`,
  );
}

/** The first fault of a verdict, to be added to a sentence. */
function firstFault({ checks, problem }: Verdict): string {
  const wrong = checks.find(({ fault }) => fault);
  const fault = wrong?.fault ?? problem;
  if (!fault) return "";
  const lines = tellFault(fault, wrong?.transcript);
  return `: ${wrong?.name ?? ""}\n${lines.join("\n")}`;
}
