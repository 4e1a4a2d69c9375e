import { assertEquals, assertNotEquals } from "@std/assert";
import { sample } from "./sample.ts";

const HUNDRED = Array.from({ length: 100 }, (_, i) => i);

Deno.test("sample() chooses different ones, in their order", () => {
  const chosen = sample(HUNDRED, 30, 1);
  assertEquals(new Set(chosen).size, 30);
  assertEquals(chosen, chosen.toSorted((a, b) => a - b));
});

Deno.test("sample() chooses the same ones for the same seed", () => {
  assertEquals(sample(HUNDRED, 30, 7), sample(HUNDRED, 30, 7));
  assertNotEquals(sample(HUNDRED, 30, 7), sample(HUNDRED, 30, 8));
});

Deno.test("sample() chooses all where there are no more", () => {
  assertEquals(sample([1, 2], 3, 1), [1, 2]);
  assertEquals(sample([1, 2], Infinity, 1), [1, 2]);
  assertEquals(sample([], 3, 1), []);
});
