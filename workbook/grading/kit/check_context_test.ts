import { assertEquals } from "@std/assert";
import { todo } from "../../todo.ts";
import { beginCheck, caughtInHole } from "./check_context.ts";

/** The error that a check of a part tells after a hole got these. */
function told(part: number, hole: string, ...given: unknown[]) {
  beginCheck(part);
  try {
    todo(hole, ...given);
  } catch {
    // As the given code of an exercise may catch it.
  }
  const { message } = caughtInHole() ?? {};
  beginCheck();
  return message;
}

Deno.test("an error of code that led to the hole of a later part is told", () => {
  const slip = new TypeError("data.subarray is not a function");
  assertEquals(told(4, "part 5: what is it", slip), slip.message);
  assertEquals(told(5, "part 5: what is it", slip), undefined);
  const reset = new Deno.errors.ConnectionReset("by peer");
  assertEquals(told(4, "part 5: what is it", reset), undefined);
  assertEquals(told(4, "part 5: what is it"), undefined);
});
