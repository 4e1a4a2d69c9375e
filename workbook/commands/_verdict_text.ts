/**
 * A verdict in words, as `deno task grade` prints it.
 *
 * @module
 */
import { faultRows } from "../sandbox/fault.ts";
import { notJudged } from "../grading/not_judged.ts";
import type { CheckResult, Verdict } from "../grading/verdict.ts";
import { visible } from "../terminal/bytes.ts";
import { formatChecks, type ListedCheck } from "../terminal/listing.ts";
import type { Style } from "../terminal/style.ts";

/** Prints a check, unless it did not run. */
export function tellCheck(check: CheckResult, style: Style): void {
  if (check.outcome === "ignored") return;
  console.log(formatChecks([listed(check)], style).join("\n"));
}

/** A check as the terminal lists it. */
function listed(check: CheckResult): ListedCheck {
  return {
    name: check.name,
    verdict: check.outcome === "ignored" ? "not started" : check.outcome,
    ms: check.ms,
    details: check.fault && faultRows(check.fault, check.transcript),
  };
}

/** What belongs to no part: checks this machine cannot run, a problem, what was printed. */
export function tellRest(verdict: Verdict, style: Style): void {
  for (const line of notJudged(verdict.checks)) {
    console.log(`  ${style.note("not judged")}   ${line}`);
  }
  if (verdict.problem) {
    console.log(
      formatChecks([{
        name: "could not be judged to the end",
        verdict: "not graded",
        details: faultRows(verdict.problem),
      }], style).join("\n"),
    );
  }
  if (verdict.status === "right") return;
  const wrong = verdict.checks.find(({ outcome }) => outcome === "wrong");
  tellPrinted(
    wrong?.printed ?? verdict.output,
    wrong?.printed === undefined
      ? "your program printed"
      : "your program printed during this check",
    style,
  );
  const { printedBytes } = verdict;
  if (printedBytes === undefined) return;
  const cut = `all that it printed has ${printedBytes} bytes; the rest is cut`;
  console.log(style.faint(`    ${cut}`));
}

/** Lines of what a program printed that are shown. */
const SHOWN = 20;

/**
 * Prints what a submission printed, if it did.
 *
 * @param output What it printed.
 * @param title What is said above it.
 * @param style The colours.
 * @param most How many lines are shown.
 */
export function tellPrinted(
  output: string,
  title: string,
  style: Style,
  most = SHOWN,
): void {
  if (output.trim() === "") return;
  console.log(`\n  ${style.faint(title)}`);
  const lines = output.trimEnd().split("\n");
  for (const line of lines.slice(0, most)) {
    // A control character of a submission must not reach the terminal.
    const text = visible(line.replace(/\r$/, "").replaceAll("\t", "  "));
    console.log(`    ${text.slice(0, 200)}`);
  }
  if (lines.length > most) {
    console.log(`    … and ${lines.length - most} more lines`);
  }
}
