import type { Lesson } from "./lesson.ts";
import { judge } from "./grading/parent/judge.ts";
import type { CheckResult, Verdict } from "./grading/verdict.ts";

/** Options of {@linkcode gradeSubmission}. */
export interface GradeOptions {
  /** Replays the payloads of an earlier run: the `seed` of its verdict. Random by default. */
  seed?: number;
  /** Called after each check, in order. */
  onCheck?: (result: CheckResult) => void;
  /** Ends the grading, and the process that runs the submission. */
  signal?: AbortSignal;
}

/**
 * Judges an answer to a lesson's exercise by its behaviour on real sockets, in
 * a process that may use loopback and read the workbook, nothing else.
 *
 * @param lesson The lesson.
 * @param submission The file with the answer, as a `file:` address.
 * @param options What else is wanted.
 * @returns The verdict. It does not reject for what an answer does.
 * @throws {Deno.errors.NotFound} If no program `deno` can be started.
 * @throws {Deno.errors.NotCapable} If this program may not listen on loopback
 * or not start `deno`.
 */
export async function gradeSubmission(
  lesson: Lesson,
  submission: URL,
  options: GradeOptions = {},
): Promise<Verdict> {
  return await judge({ ...options, stem: lesson.stem, submission });
}
