import { inParallel } from "../../workbook/in_parallel.ts";
import type { JudgeOptions } from "../../workbook/grading/parent/judge.ts";
import type { Verdict } from "../../workbook/grading/verdict.ts";
import type { Lesson } from "../../workbook/lesson.ts";
import { catchingCheck, judgeKnown } from "./judge_known.ts";
import { canShare, goesOn, judgeSeveral } from "./judge_several.ts";
import { isWrong, type KnownSubmission } from "./known_submissions.ts";
import { matchesPinned, messageOf } from "./message.ts";

/** How many one process judges on real sockets, where most of them wait for a limit, and on the model network, where none does. */
const SHARED = { real: 12, model: 32 };

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
 * Judges known submissions. Those that can share processes do, a lesson's with
 * each other: one that is judged there as it must be is judged by that. Whatever
 * else comes of it there says nothing: then it is judged in a process of its
 * own, as all the others are.
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
  const together = async (group: readonly KnownSubmission[]) => {
    for (let left = group; left.length > 0;) {
      const { judged, begun } = await judgeSeveral(left, schedules);
      // Where not even one was begun, each tells why.
      const ended = left.slice(0, begun || left.length);
      for (const each of ended) {
        const verdict = judged.get(each);
        if (!verdict || !isConfirmed(each, verdict)) await alone(each);
        else onJudged(each, verdict);
      }
      left = left.slice(ended.length);
    }
  };
  const onModel = schedules !== undefined;
  const tasks: Array<() => Promise<void>> = [];
  const groups = new Map<string, KnownSubmission[]>();
  for (const each of known) {
    if (apart || !await canShare(each, onModel)) {
      tasks.push(() => alone(each));
      continue;
    }
    // A process that judges files may read the gallery, another may not.
    const key = `${each.lesson.stem} ${"path" in each.code}`;
    const group = groups.get(key);
    if (group) group.push(each);
    else groups.set(key, [each]);
  }
  const size = onModel ? SHARED.model : SHARED.real;
  for (const group of groups.values()) {
    const all = group.toSorted((a, b) => Number(goesOn(a)) - Number(goesOn(b)));
    for (let i = 0; i < all.length; i += size) {
      tasks.push(() => together(all.slice(i, i + size)));
    }
  }
  await inParallel(tasks, (task) => task(), width);
}

/** Whether it was judged as it must be: a wrong one failed where it must, and says what was pinned. */
function isConfirmed(known: KnownSubmission, verdict: Verdict): boolean {
  if (!isWrong(known)) return verdict.status === known.verdict;
  const check = catchingCheck(known, verdict);
  return check?.outcome === "wrong" && known.message.length > 0 &&
    matchesPinned(messageOf(check), known.message);
}
