import { assertEquals, assertThrows } from "@std/assert";
import { each, eachTime } from "./each.ts";

Deno.test("a script is played once without lists, and once for each value of one", () => {
  assertEquals(eachTime([]), [[]]);
  assertEquals(eachTime(["a", 1]), [["a", 1]]);
  assertEquals(eachTime([each("a", "b"), 1, each([1], [2, 3])]), [
    ["a", 1, [1]],
    ["b", 1, [2, 3]],
  ]);
});

Deno.test("lists of a script are of one length, and not empty", () => {
  assertThrows(
    () => eachTime([each(1, 2), each(1)]),
    SyntaxError,
    "each(…) has 2 and 1 values; write as many in all of a script",
  );
  assertThrows(() => eachTime([each()]), SyntaxError, "at least one");
});
