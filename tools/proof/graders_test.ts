// That the graders pass the solutions is proved by `deno task verify`, and on the
// model network by the test of a bare `deno test`.
import { assert, assertEquals } from "@std/assert";
import { LESSONS } from "../../workbook/catalogue.ts";
import { ladderOf } from "../../workbook/grading/ladder.ts";
import { judge } from "../../workbook/grading/parent/judge.ts";

for (const lesson of LESSONS) {
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
