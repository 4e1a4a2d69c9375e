import { assert, assertEquals } from "@std/assert";
import { LESSONS } from "../../workbook/catalogue.ts";
import { tellFault } from "../../workbook/sandbox/fault.ts";
import { ladderOf } from "../../workbook/grading/ladder.ts";
import { judge } from "../../workbook/grading/parent/judge.ts";

for (const lesson of LESSONS) {
  Deno.test(`the grader of ${lesson.stem} passes the solution`, async () => {
    const { status, checks, problem } = await judge({
      stem: lesson.stem,
      submission: lesson.files.solution.url,
      beyond: true,
    });
    const wrong = checks.find(({ fault }) => fault);
    const fault = wrong?.fault ?? problem;
    assertEquals(
      status,
      "right",
      fault && [wrong?.name, ...tellFault(fault, wrong?.transcript)].join("\n"),
    );
  });

  Deno.test(`the grader of ${lesson.stem} says of the exercise that it is not started`, async () => {
    const { text } = await lesson.scaffold();
    assertEquals(await Deno.readTextFile(lesson.files.exercise.url), text);
    const { status, checks } = await judge({
      stem: lesson.stem,
      submission: lesson.files.exercise.url,
    });
    assertEquals(status, "not started");
    // Given code may pass a check; no part is right, and none wrong.
    for (const { key, status } of ladderOf(checks)) {
      assert(status === "not started" || status === "waits", `part ${key}`);
    }
  });
}
