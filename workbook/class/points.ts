import { LESSONS } from "../catalogue.ts";
import type { Rung } from "../grading/ladder.ts";
import { UsageError } from "../usage_error.ts";

/** Points of the parts, by the number of the lesson and the key of the part. */
export type Points = Record<string, Record<string, number>>;

/**
 * Reads points: `{ "3": { "1": 2, "2": 4, "beyond": 1 } }`.
 *
 * @param text The text of the file.
 * @param path How the file was named.
 * @throws {UsageError} If it is something else.
 */
export function readPoints(text: string, path: string): Points {
  const fault = (what: string) =>
    new UsageError(
      `Cannot use points in ${path}: ${what}; write  { "3": { "1": 2, "beyond": 1 } }`,
    );
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch (error) {
    throw fault(`it is no JSON (${(error as Error).message})`);
  }
  if (!isObject(value)) throw fault("it is no object of lessons");
  for (const [number, parts] of Object.entries(value)) {
    if (!LESSONS.some((lesson) => String(lesson.number) === number)) {
      throw fault(`"${number}" is no lesson, 1 to ${LESSONS.length}`);
    }
    if (!isObject(parts)) throw fault(`lesson ${number} is no object of parts`);
    for (const [key, points] of Object.entries(parts)) {
      if (!/^(?:[1-9]\d?|beyond)$/.test(key)) {
        throw fault(`"${key}" is no part: a number, or beyond`);
      }
      if (typeof points !== "number" || !(points >= 0 && points <= 1000)) {
        throw fault(
          `part ${key} of lesson ${number} is ${
            JSON.stringify(points)
          }, no number from 0 to 1000`,
        );
      }
    }
  }
  return value as Points;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What was reached, and what can be. */
export interface Score {
  reached: number;
  of: number;
}

/**
 * Adds up points: a part has all of its points when it is right, none before.
 *
 * @param points Points of the parts.
 * @param number The lesson.
 * @param rungs How its parts were judged.
 */
export function score(
  points: Points,
  number: number,
  rungs: readonly Pick<Rung, "key" | "status">[],
): Score {
  const own = points[String(number)] ?? {};
  const of = Object.values(own).reduce((sum, each) => sum + each, 0);
  const reached = rungs.reduce(
    (sum, { key, status }) =>
      status === "right" ? sum + (own[String(key)] ?? 0) : sum,
    0,
  );
  return { reached, of };
}
