import { assertEquals } from "@std/assert";
import { LESSONS } from "../../workbook/catalogue.ts";
import type { CheckResult, Verdict } from "../../workbook/grading/verdict.ts";
import { Counter } from "../proof/counter.ts";
import type { WrongSubmission } from "./known_submissions.ts";
import { verifyFirst } from "./verify_submission.ts";

const [lesson] = LESSONS;

/** `a right, b wrong`: how two checks ended. */
function verdictOf(text: string): Verdict {
  const checks = text.split(", ").map((one): CheckResult => {
    const [name, outcome] = one.split(" ");
    return { name, outcome: outcome as CheckResult["outcome"], ms: 1 };
  });
  const status = text.includes("wrong") ? "wrong" : "right";
  return { stem: lesson.stem, status, checks } as Verdict;
}

/** How many were found to be as they must be, and how many not. */
function count(checks: string, first?: string): [number, number] {
  const known = { lesson, name: "x", place: "x:1", caughtBy: "b", first };
  const counter = new Counter();
  verifyFirst(known as WrongSubmission, verdictOf(checks), counter);
  return [counter.passed, counter.failed];
}

Deno.test("verifyFirst() finds a check that fails before the one that is named", () => {
  assertEquals(count("a right, b wrong"), [1, 0]);
  assertEquals(count("a wrong"), [0, 1]);
  assertEquals(count("a right, b right"), [0, 1]);
});

Deno.test("verifyFirst() knows the check that must fail before", () => {
  assertEquals(count("a wrong", "a"), [1, 0]);
  assertEquals(count("a right, b wrong", "a"), [0, 1]);
});

Deno.test("verifyFirst() counts no check that this machine cannot run", () => {
  assertEquals(count("a right"), [0, 0]);
});
