/**
 * Where a learner stands: verdicts of exercises, remembered as long as the
 * exercise and its grader are the same, and the lesson to go on with.
 *
 * @module
 */
import { LESSONS } from "../catalogue.ts";
import { judge, type JudgeOptions } from "../grading/parent/judge.ts";
import type { Verdict } from "../grading/verdict.ts";
import type { Lesson } from "../lesson.ts";
import { contentKey } from "./content_key.ts";
import { judgeLessons } from "./judge_lessons.ts";
import {
  changeProgress,
  type Progress,
  readProgress,
} from "./progress_file.ts";
import { type Standing, standingOf } from "./standing.ts";

/**
 * Remembers the verdict of an exercise, if the exercise is still what was
 * judged: a save meanwhile is another content, and has no verdict yet.
 *
 * @param lesson The lesson.
 * @param verdict How its exercise was judged.
 * @param key Names the content before it was judged.
 */
export async function remember(
  lesson: Lesson,
  verdict: Verdict,
  key: string,
): Promise<void> {
  const same = await contentKey(lesson) === key;
  await changeProgress((progress) => {
    progress.last = lesson.number;
    if (same) {
      progress.standings[lesson.stem] = { key, ...standingOf(verdict) };
    }
  });
}

/**
 * Remembers where an exercise stands on the model network: a page has judged it
 * as it is now. A verdict on real sockets says more, and stays.
 *
 * @param lesson The lesson.
 * @param standing Where it stands there.
 */
export async function rememberOnModel(
  lesson: Lesson,
  standing: Standing,
): Promise<void> {
  const key = await contentKey(lesson);
  await changeProgress((progress) => {
    progress.last = lesson.number;
    const known = progress.standings[lesson.stem];
    const isReal = known?.key === key && known.on === undefined &&
      known.status !== "not graded";
    if (isReal) return;
    progress.standings[lesson.stem] = { key, ...standing, on: "model" };
  });
}

/**
 * Judges an exercise, and remembers the verdict.
 *
 * @param lesson The lesson.
 * @param options How it is judged.
 */
export async function judgeExercise(
  lesson: Lesson,
  options: Omit<JudgeOptions, "stem" | "submission"> = {},
): Promise<Verdict> {
  const key = await contentKey(lesson);
  const verdict = await judge({
    ...options,
    stem: lesson.stem,
    submission: lesson.files.exercise.url,
  });
  if (!options.signal?.aborted) await remember(lesson, verdict, key);
  return verdict;
}

/**
 * What is remembered of an exercise as it is now.
 *
 * @param lesson The lesson.
 * @returns `undefined` if it was not judged yet, or could not be.
 */
export async function knownStanding(
  lesson: Lesson,
): Promise<Standing | undefined> {
  const { progress } = await readProgress();
  const known = progress.standings[lesson.stem];
  return known && known.status !== "not graded" &&
      known.key === await contentKey(lesson)
    ? known
    : undefined;
}

/** Where every exercise stands. */
export interface Standings {
  /** In the order of the lessons. */
  standings: Standing[];
  progress: Progress;
  /** How many had to be judged because nothing was remembered of them. */
  judged: number;
  damaged: boolean;
}

/** Finds where every exercise stands; judges those of which nothing is remembered. */
export async function findStandings(): Promise<Standings> {
  const { progress, damaged } = await readProgress();
  const keys = await Promise.all(LESSONS.map(contentKey));
  // What kept an exercise from being graded may be over by now.
  const unknown = LESSONS.filter(({ stem }, i) =>
    progress.standings[stem]?.key !== keys[i] ||
    progress.standings[stem].status === "not graded"
  );
  const verdicts = await judgeLessons(unknown);
  const fresh = new Map(
    unknown.map((lesson, i) => [lesson.stem, standingOf(verdicts[i])]),
  );
  if (unknown.length > 0) {
    const after = await Promise.all(LESSONS.map(contentKey));
    await changeProgress((now) => {
      LESSONS.forEach(({ stem }, i) => {
        const standing = fresh.get(stem);
        if (standing && after[i] === keys[i]) {
          now.standings[stem] = { key: keys[i], ...standing };
        }
      });
    });
  }
  return {
    standings: LESSONS.map(({ stem }) =>
      fresh.get(stem) ?? progress.standings[stem]
    ),
    progress,
    judged: unknown.length,
    damaged,
  };
}

/**
 * The lesson to go on with: the lowest that is not right.
 *
 * @returns `undefined` when all are right.
 */
export function nextLesson({ standings }: Standings): Lesson | undefined {
  return LESSONS.find((_, i) => standings[i].status !== "right");
}

/**
 * The lesson after one that is right: the next that is not known to be right,
 * or else the lowest.
 *
 * @param lesson The lesson.
 * @returns `undefined` when no other is left.
 */
export async function lessonAfter(
  lesson: Lesson,
): Promise<Lesson | undefined> {
  const { standings } = (await readProgress()).progress;
  const isLeft = (each: Lesson) =>
    each !== lesson && standings[each.stem]?.status !== "right";
  return LESSONS.find((each) => each.number > lesson.number && isLeft(each)) ??
    LESSONS.find(isLeft);
}

/**
 * The lesson that a learner is at: the one that was read or graded last, or
 * else the first.
 */
export async function currentLesson(): Promise<Lesson> {
  const { last } = (await readProgress()).progress;
  return LESSONS.find(({ number }) => number === last) ?? LESSONS[0];
}
