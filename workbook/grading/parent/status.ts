import type { Fault } from "../../sandbox/fault.ts";
import type { Planned } from "../protocol.ts";
import type { CheckResult, Verdict } from "../verdict.ts";

/**
 * The verdict on a submission, from its checks.
 *
 * @param checks How each ended.
 * @param notWritten Functions that still call `todo()`.
 * @param problem Why it could not be judged, or not to the end.
 * @param plan The checks there are; `undefined` if the grader was not loaded.
 */
export function statusOf(
  checks: CheckResult[],
  notWritten: string[],
  problem: Fault | undefined,
  plan: Planned[] | undefined,
): Verdict["status"] {
  const loaded = checks.every(({ ignored }) => ignored !== "not loadable");
  if (!plan || !loaded) return "not graded";
  if (checks.some(({ outcome }) => outcome === "wrong")) return "wrong";
  if (problem) return "not graded";
  if (
    notWritten.length > 0 ||
    checks.some(({ ignored }) => ignored === "not written")
  ) return "not started";
  return checks.some(({ outcome }) => outcome === "right")
    ? "right"
    : "not graded";
}
