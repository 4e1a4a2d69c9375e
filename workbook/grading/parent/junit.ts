import { escapeXml } from "../../escape_xml.ts";
import { nameWithPart } from "../../scaffold.ts";
import { tellFault } from "../../sandbox/fault.ts";
import type { CheckResult, Verdict } from "../verdict.ts";

const seconds = (ms: number) => (ms / 1000).toFixed(3);

function testCase(verdict: Verdict, check: CheckResult): string {
  const open = `    <testcase name="${
    escapeXml(nameWithPart(check.name, check.part))
  }" classname="${escapeXml(verdict.file)}" time="${seconds(check.ms)}"`;
  if (check.outcome === "right") return `${open}/>`;
  const inside = check.fault
    ? `<failure message="${
      escapeXml(check.fault.what ?? check.fault.cause)
    }" type="${check.fault.cause}">${
      escapeXml(tellFault(check.fault, check.transcript).join("\n"))
    }</failure>`
    : `<skipped message="${escapeXml(check.ignored ?? "ignored")}"/>`;
  return `${open}>\n      ${inside}\n    </testcase>`;
}

/**
 * Verdicts as JUnit XML, the form that most test servers read.
 *
 * @param verdicts One suite each.
 */
export function formatJUnit(verdicts: Verdict[]): string {
  const suites = verdicts.map((verdict) => {
    const count = (outcome: string) =>
      verdict.checks.filter((check) => check.outcome === outcome).length;
    const error = verdict.problem
      ? `    <system-err>${
        escapeXml(tellFault(verdict.problem).join("\n"))
      }</system-err>\n`
      : "";
    const cases = verdict.checks.map((check) => testCase(verdict, check) + "\n")
      .join("");
    return `  <testsuite name="${
      escapeXml(verdict.stem)
    }" tests="${verdict.checks.length}" failures="${count("wrong")}" errors="${
      verdict.problem ? 1 : 0
    }" skipped="${count("ignored")}" time="${
      seconds(verdict.ms)
    }">\n${cases}${error}  </testsuite>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    "<testsuites>",
    ...suites,
    "</testsuites>",
  ].join("\n");
}
