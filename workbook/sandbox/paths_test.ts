import { assertEquals } from "@std/assert";
import { ROOT } from "../paths.ts";
import { isOnlyOurs, placeInSubmission } from "./paths.ts";

/** A trace through these files of the workbook, the innermost first. */
const trace = (...places: string[]) =>
  `Error: x\n${places.map((place) => `    at f (${ROOT}${place})`).join("\n")}`;

const GRADER = "tests/09_connection_endings_test.ts";

Deno.test("the place in a submission is the first that is not the workbook's own", () => {
  assertEquals(
    placeInSubmission(
      trace(
        "workbook/grading/kit/peer.ts:1:2",
        "lessons/09_connection_endings/exercise.ts:12:20",
        "lessons/09_connection_endings/exercise.ts:30:1",
      ),
    ),
    "lessons/09_connection_endings/exercise.ts:12:20",
  );
  assertEquals(placeInSubmission(trace(`${GRADER}:1:2`)), undefined);
  assertEquals(placeInSubmission("Error: x\n    at <anonymous>"), undefined);
  assertEquals(placeInSubmission(undefined), undefined);
});

Deno.test("a grader that is loaded again is no submission", () => {
  const again = trace(`${GRADER}?0:417:9`, `${GRADER}?12:1:2`);
  assertEquals(placeInSubmission(again), undefined);
  assertEquals(isOnlyOurs(again), true);
});

Deno.test("a folder may have brackets and numbers in its name", () => {
  const file = "file:///home/it's%20(1):2:3/answer%20(2).ts";
  const place = "/home/it's (1):2:3/answer (2).ts:12:20";
  for (const end of [")", "\n", ", said twice"]) {
    assertEquals(placeInSubmission(`at f (${file}:12:20${end}`), place);
  }
});

Deno.test("a trace without a place is nobody's", () => {
  assertEquals(isOnlyOurs("Error: x"), false);
});
