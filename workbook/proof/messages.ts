import { faultRows } from "../grading/fault.ts";
import type { CheckResult } from "../grading/verdict.ts";

/**
 * What a learner is told of a failed check, without what differs from run to
 * run: times, and the ports that the kernel chose.
 *
 * @param check The check.
 */
export function steadyMessage(check: CheckResult): string {
  const rows = check.fault ? faultRows(check.fault, check.transcript) : [];
  return [
    check.name,
    ...rows.map(([label, text]) => {
      const steady = text
        .replace(/(127\.0\.0\.\d+|\[?::1\]?):\d{4,5}\b/g, "$1:PORT");
      return `  ${label.replace(/^\+\d+ ms$/, "+").padEnd(9)} ${steady}`
        .trimEnd();
    }),
  ].join("\n");
}
