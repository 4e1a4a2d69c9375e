/**
 * Files that are kept beside an exercise.
 *
 * @module
 */
import { keepCopy } from "./files.ts";

/** Name of the file that holds an exercise as it is given, beside the learner's. */
export const GIVEN = "exercise.given.ts";

/** Names of files of a learner that are kept: the time, and a number from the second within it on. */
const KEPT = /^exercise\.(\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d)(?:-(\d+))?\.ts$/;

/** The time as part of a file name: `2026-11-20_23-50-07`, local. */
function timestamp(now = new Date()): string {
  const two = (n: number) => String(n).padStart(2, "0");
  const date = [now.getFullYear(), now.getMonth() + 1, now.getDate()];
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()];
  return `${date.map(two).join("-")}_${time.map(two).join("-")}`;
}

/**
 * Keeps an exercise beside itself, under the time.
 *
 * @param file The exercise.
 * @returns The name of the copy.
 */
export function keepOwn(file: URL): Promise<string> {
  const time = timestamp();
  return keepCopy(
    file,
    (attempt) =>
      attempt === 1 ? `exercise.${time}.ts` : `exercise.${time}-${attempt}.ts`,
  );
}

/**
 * The copy of an exercise that was kept last.
 *
 * @param file The exercise.
 * @returns Its name; `undefined` if none was kept.
 */
export async function lastKept(file: URL): Promise<string | undefined> {
  let last: { name: string; time: string; attempt: number } | undefined;
  for await (const { name } of Deno.readDir(new URL(".", file))) {
    const [, time, number = "1"] = name.match(KEPT) ?? [];
    if (time === undefined) continue;
    const attempt = Number(number);
    if (
      !last || time > last.time || time === last.time && attempt > last.attempt
    ) last = { name, time, attempt };
  }
  return last?.name;
}
