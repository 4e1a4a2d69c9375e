import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../usage_error.ts";
import { readPoints, score } from "./points.ts";

Deno.test("score() gives a part its points when it is right", () => {
  const points = readPoints('{ "3": { "1": 2, "2": 4, "beyond": 1 } }', "p");
  assertEquals(
    score(points, 3, [
      { key: 1, status: "right" },
      { key: 2, status: "wrong" },
      { key: "beyond", status: "waits" },
    ]),
    { reached: 2, of: 7 },
  );
  assertEquals(score(points, 4, [{ key: 1, status: "right" }]), {
    reached: 0,
    of: 0,
  });
});

for (
  const [text, says] of [
    ["{", "it is no JSON"],
    ["[1]", "it is no object of lessons"],
    ['{ "99": {} }', '"99" is no lesson'],
    ['{ "3": 5 }', "lesson 3 is no object of parts"],
    ['{ "3": { "0": 1 } }', '"0" is no part'],
    ['{ "3": { "1": -1 } }', "part 1 of lesson 3 is -1, no number from 0"],
    ['{ "3": { "1": "2" } }', 'part 1 of lesson 3 is "2"'],
  ]
) {
  Deno.test(`readPoints() says what is wrong with ${text}`, () => {
    assertThrows(() => readPoints(text, "points.json"), UsageError, says);
  });
}
