import { inParallel } from "../../workbook/in_parallel.ts";
import type { JudgeOptions } from "../../workbook/grading/parent/judge.ts";
import type { CheckResult, Verdict } from "../../workbook/grading/verdict.ts";
import type { Lesson } from "../../workbook/lesson.ts";
import { judgeKnown, SEED } from "./judge_known.ts";
import { canShare, judgeSeveral } from "./judge_several.ts";
import {
  isWrong,
  type KnownSubmission,
  type WrongSubmission,
} from "./known_submissions.ts";
import { matchesPinned, messageOf } from "./message.ts";

/** How one process judges at most: when it ends early, no more is judged again. */
const SHARED = 12;

/** How a gallery is judged. */
export interface GalleryOptions {
  /** The model network; real sockets by default. */
  schedules?: JudgeOptions["schedules"];
  /** Judges each in a process of its own. */
  apart?: boolean;
  /** How many processes at once. */
  width?: number;
  /** Lessons of which nothing more is judged. */
  skipped?: { has(lesson: Lesson): boolean };
}

/**
 * Judges known submissions. Wrong ones share processes, a lesson's with each
 * other: one that fails at its check and with its pinned message is judged by
 * that. Whatever else comes of it there says nothing: then it is judged in a
 * process of its own, as all the others are.
 *
 * @param known The submissions.
 * @param options How.
 * @param onJudged Called with each, in any order.
 */
export async function judgeGallery(
  known: readonly KnownSubmission[],
  { schedules, apart, width, skipped }: GalleryOptions,
  onJudged: (known: KnownSubmission, verdict: Verdict) => void,
): Promise<void> {
  const alone = async (each: KnownSubmission) => {
    if (skipped?.has(each.lesson)) return;
    onJudged(each, await judgeKnown(each, schedules));
  };
  const together = async (group: readonly WrongSubmission[]) => {
    for (let left = group; left.length > 0;) {
      const { judged, begun } = await judgeSeveral(left, schedules);
      // Where not even one was begun, each tells why.
      const ended = left.slice(0, begun || left.length);
      for (const each of ended) {
        const check = judged.get(each);
        if (!check || !isConfirmed(each, check)) await alone(each);
        else onJudged(each, verdictOf(each, check));
      }
      left = left.slice(ended.length);
    }
  };
  const shared = known.filter((each) => isWrong(each) && canShare(each));
  const tasks = known.filter((each) => apart || !shared.includes(each))
    .map((each) => () => alone(each));
  const byLesson = Map.groupBy(
    shared as WrongSubmission[],
    (each) => each.lesson,
  );
  for (const all of apart ? [] : byLesson.values()) {
    for (let i = 0; i < all.length; i += SHARED) {
      tasks.push(() => together(all.slice(i, i + SHARED)));
    }
  }
  await inParallel(tasks, (task) => task(), width);
}

/** Whether it failed where it must, and says what was pinned. */
function isConfirmed(
  { message }: WrongSubmission,
  check: CheckResult,
): boolean {
  return check.outcome === "wrong" && message.length > 0 &&
    matchesPinned(messageOf(check), message);
}

/** The verdict on a wrong submission of which one check was judged. */
function verdictOf(
  { lesson, name }: WrongSubmission,
  check: CheckResult,
): Verdict {
  return {
    stem: lesson.stem,
    file: name,
    status: "wrong",
    mastered: false,
    checks: [check],
    holes: [],
    ms: check.ms,
    output: "",
    seed: SEED,
  };
}
