import type { Lesson } from "../../workbook/lesson.ts";
import type { Verdict } from "../../workbook/grading/verdict.ts";

/**
 * Why a grader cannot be loaded: then it says the same of every submission.
 *
 * @param lesson The lesson.
 * @param verdict How one of its submissions was judged.
 * @returns One sentence with file and line where a script cannot be read, or
 * else the whole trace; `undefined` if the grader was loaded.
 */
export function graderFault(
  { files }: Lesson,
  { checks, problem }: Verdict,
): string | undefined {
  if (problem?.cause !== "workbook-fault" || checks.length > 0) return;
  const { trace = "" } = problem;
  const [, script] = trace.match(/^SyntaxError: (\S+:\d+: .*)/) ?? [];
  return script ??
    `${files.grader.path}: Cannot load the grader: ${trace || problem.what}`;
}
