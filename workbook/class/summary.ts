/**
 * A class at a glance: who stands where, what failed most, what was predicted
 * wrongly, and whose submissions are alike.
 *
 * @module
 */
import { LESSONS } from "../catalogue.ts";
import type { Lesson } from "../lesson.ts";
import type { Skipped } from "./find.ts";
import { type Points, type Score, score } from "./points.ts";
import type { MissedPredictions } from "./predictions.ts";
import {
  type Entry,
  type FirstFault,
  readEntries,
  withPath,
} from "./record.ts";
import { findPairs, marksOf, type Pair } from "./similar.ts";

/** A submission in a report: an entry without its text. */
export type Row = Omit<Entry, "text"> & {
  lesson: Lesson;
  /** Points, where parts have some. */
  score?: Score;
};

/** A check that submissions fail. */
export interface Failure {
  lesson: Lesson;
  check: string;
  /** How many submissions fail it. */
  count: number;
  /** How many submissions of the lesson there are. */
  of: number;
  /** What the first of them reads. */
  first?: FirstFault & { student: string };
}

/** What a report tells. */
export interface Summary {
  /** The name of the class. */
  name: string;
  /** Whether "beyond" had to be right, too. */
  beyond: boolean;
  /** The lessons that there are submissions of. */
  lessons: Lesson[];
  /** By student, then lesson. */
  rows: Row[];
  /** The most failed first. */
  failures: Failure[];
  predictions: MissedPredictions;
  /** The most alike first. */
  pairs: Pair<Row>[];
  /** Texts of the submissions of the first pairs, by {@linkcode idOf}. */
  texts: Map<string, string>;
  skipped: Skipped[];
}

/** Pairs whose texts a page shows. */
export const SHOWN_PAIRS = 50;

/** What is known of a class beside its entries. */
export interface Found {
  beyond: boolean;
  skipped: Skipped[];
  predictions: MissedPredictions;
}

/**
 * Sums up what was written down of a class.
 *
 * @param name The name of the class.
 * @param files Paths of the files of entries. A later entry takes the place of an earlier one.
 * @param found What is known beside them.
 * @param options.wanted The submissions to report, by `student` and `stem`; all by default.
 * @param options.points Points of the parts.
 */
export async function summarize(
  name: string,
  files: readonly string[],
  found: Found,
  options: {
    wanted?: ReadonlySet<string>;
    points?: Points;
  } = {},
): Promise<Summary> {
  const { wanted, points } = options;
  const latest = new Map<string, { item: Row; marks: Set<number> }>();
  for (const file of files) {
    for await (const { text, ...entry } of readEntries(file)) {
      const id = idOf(entry);
      const lesson = LESSONS.find(({ stem }) => stem === entry.stem);
      if (!lesson || wanted && !wanted.has(id)) continue;
      const item: Row = {
        ...entry,
        fault: entry.fault && withPath(entry.fault, entry.path),
        lesson,
        score: points && score(points, lesson.number, entry.rungs),
      };
      latest.set(id, { item, marks: marksOf(text) });
    }
  }
  const all = [...latest.values()].sort(({ item: a }, { item: b }) =>
    a.student.localeCompare(b.student) || a.lesson.number - b.lesson.number
  );
  const rows = all.map(({ item }) => item);
  const lessons = LESSONS.filter((lesson) =>
    rows.some((row) => row.lesson === lesson)
  );
  const pairs: Pair<Row>[] = [];
  for (const lesson of lessons) {
    const own = all.filter(({ item }) => item.lesson === lesson);
    pairs.push(...findPairs(own, marksOf((await lesson.scaffold()).text)));
  }
  pairs.sort((a, b) => b.share - a.share);
  return {
    name,
    lessons,
    rows,
    failures: lessons.flatMap((lesson) => failuresOf(lesson, rows)),
    pairs,
    texts: await textsOf(files, pairs.slice(0, SHOWN_PAIRS)),
    ...found,
  };
}

async function textsOf(
  files: readonly string[],
  pairs: readonly Pair<Row>[],
): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  const wanted = new Set(pairs.flatMap(({ a, b }) => [idOf(a), idOf(b)]));
  if (wanted.size === 0) return texts;
  for (const file of files) {
    for await (const entry of readEntries(file)) {
      const id = idOf(entry);
      if (wanted.has(id)) texts.set(id, entry.text);
    }
  }
  return texts;
}

/** Names a submission: one student has one of each lesson. */
export function idOf({ student, stem }: { student: string; stem: string }) {
  return JSON.stringify([student, stem]);
}

/** The checks of a lesson that submissions fail, the most failed first. */
function failuresOf(lesson: Lesson, rows: readonly Row[]): Failure[] {
  const own = rows.filter((row) => row.lesson === lesson);
  const failing = Map.groupBy(
    own.flatMap((row) => row.wrong.map((check) => ({ check, row }))),
    ({ check }) => check,
  );
  return [...failing].map(([check, cases]) => {
    const first = cases.find(({ row }) => row.fault?.check === check)?.row;
    return {
      lesson,
      check,
      count: cases.length,
      of: own.length,
      first: first?.fault && { ...first.fault, student: first.student },
    };
  }).sort((a, b) => b.count - a.count);
}
