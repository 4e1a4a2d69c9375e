/**
 * Checks of a verdict that were not judged, in words.
 *
 * @module
 */
import { counted } from "../counted.ts";
import type { CheckResult, Ignored } from "./verdict.ts";

/** Reasons for which a part is shown as a rung of the ladder. */
const IN_LADDER: readonly Ignored[] = ["not written", "waits"];

const REASONS: Record<Ignored, string> = {
  "not written": "something is still to be written",
  "waits": "others come first",
  "not exported": "the file does not export a function",
  "not loadable": "the file cannot be loaded",
  "no IPv6": "this machine has no IPv6",
  "no kernel table": "the kernel's socket table cannot be read here",
  "cut messages":
    "one read must give all that one write sent, and this profile cuts that",
};

/**
 * How many checks were not judged, and why, beside those that the ladder shows.
 *
 * @param checks The checks of a verdict.
 * @returns A line for each reason: `2 checks: this machine has no IPv6`.
 */
export function notJudged(checks: readonly CheckResult[]): string[] {
  const counts = new Map<Ignored, number>();
  for (const { ignored: why, part } of checks) {
    if (why === undefined || (part && IN_LADDER.includes(why))) continue;
    counts.set(why, (counts.get(why) ?? 0) + 1);
  }
  return Array.from(
    counts,
    ([why, count]) => `${counted(count, "check")}: ${REASONS[why]}`,
  );
}
