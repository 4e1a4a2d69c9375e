import { assertEquals, assertStringIncludes } from "@std/assert";
import { blameSubmission, faultOf, isSubmissions } from "./thrown_fault.ts";

const EXERCISE = "file:///somewhere/exercise.ts:3:5";
const GRADER = import.meta.url + ":3:5";

/** An error with this place in its trace. */
function errorAt(place: string, error: Error = new Error("x")): Error {
  error.stack = `Error: x\n    at f (${place})`;
  return error;
}

Deno.test("isSubmissions() goes by the trace, the call, and by what is no Error", () => {
  assertEquals(isSubmissions(errorAt(EXERCISE)), true);
  assertEquals(isSubmissions(errorAt(GRADER)), false);
  for (const value of ["x", undefined, null, 3, {}, () => {}]) {
    assertEquals(isSubmissions(value), true);
  }
  const error = Object.freeze(errorAt(GRADER));
  blameSubmission(error);
  assertEquals(isSubmissions(error), true);
});

Deno.test("faultOf() knows an error of the workbook in the background by its trace", () => {
  const { cause, trace } = faultOf(errorAt(GRADER), "crashed");
  assertEquals(cause, "workbook-fault");
  assertStringIncludes(trace!, GRADER);
  for (
    const error of [
      errorAt(EXERCISE),
      errorAt("ext:deno_net/01_net.js:1:1"),
      // A grader lets the connect of a submission fail with it.
      errorAt(GRADER, new Deno.errors.ConnectionRefused("x")),
      errorAt(GRADER, new DOMException("x", "TimeoutError")),
    ]
  ) {
    assertEquals(faultOf(error, "crashed").cause, "crashed");
  }
});

Deno.test("faultOf() names what a submission may not do", () => {
  const error = new Deno.errors.NotCapable(
    'Requires net access to "192.0.2.1:80", run again with the --allow-net flag',
  );
  const { cause, what, lookAt } = faultOf(error, "threw");
  assertEquals(cause, "not-allowed");
  assertEquals(
    what,
    'the submission may not do this: Requires net access to "192.0.2.1:80"',
  );
  assertStringIncludes(lookAt!, "127.0.0.1");
});
