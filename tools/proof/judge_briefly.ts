import {
  judge,
  type JudgeOptions,
} from "../../workbook/grading/parent/judge.ts";
import type { CheckResult, Verdict } from "../../workbook/grading/verdict.ts";

/**
 * Judges a submission, and stops as soon as a check says enough.
 *
 * @param options What is judged.
 * @param enough Whether the rest need not be judged.
 */
export async function judgeUntil(
  options: JudgeOptions,
  enough: (check: CheckResult) => boolean,
): Promise<Verdict> {
  const stop = new AbortController();
  return await judge({
    ...options,
    signal: stop.signal,
    onCheck: (check) => {
      options.onCheck?.(check);
      if (enough(check)) stop.abort();
    },
  });
}
