import { assertEquals, assertThrows } from "@std/assert";
import { Wrong } from "../../sandbox/fault.ts";
import { equal } from "./expect.ts";
import { missingFields } from "./missing_fields.ts";

Deno.test("missingFields() names what an object lacks", () => {
  assertEquals(missingFields({ a: 1 }, ["a"]), undefined);
  assertEquals(missingFields(undefined, ["a"]), undefined);
  assertEquals(missingFields({ a: 1 }, ["a", "b"]), "the field b is missing");
  assertEquals(
    missingFields({}, ["a", "b", "c"]),
    "the fields a, b and c are missing",
  );
});

Deno.test("equal() names a missing field only where all others are right", () => {
  const whatOf = (actual: unknown, expected: unknown) =>
    assertThrows(() => equal(actual, expected, { did: "f()" }), Wrong).fault
      .what;
  assertEquals(whatOf({ a: 1 }, { a: 1, b: 2 }), "the field b is missing");
  assertEquals(whatOf({ a: 2 }, { a: 1, b: 2 }), undefined);
  assertEquals(whatOf({ a: 1, b: 3 }, { a: 1, b: 2 }), undefined);
  assertEquals(whatOf("a", { a: 1 }), undefined);
  assertEquals(whatOf([1], [1, 2]), undefined);
});
