import { assert, assertEquals, assertThrows } from "@std/assert";
import { add, lessThan, SEQUENCE_SPACE } from "./sequence.ts";

const LAST = SEQUENCE_SPACE - 1;

Deno.test("add() counts on, and after the last number comes 0", () => {
  assertEquals(add(100, 1), 101);
  assertEquals(add(LAST, 1), 0);
  assertEquals(add(LAST, 6), 5);
  assertEquals(add(0, SEQUENCE_SPACE), 0);
  assertEquals(add(7, 5 * SEQUENCE_SPACE + 3), 10);
});

Deno.test("add() goes back for a negative count", () => {
  assertEquals(add(0, -1), LAST);
  assertEquals(add(5, -SEQUENCE_SPACE), 5);
});

Deno.test("add() refuses what is no sequence number, and what is no count", () => {
  for (const sequence of [-1, SEQUENCE_SPACE, 1.5, NaN]) {
    assertThrows(
      () => add(sequence, 1),
      RangeError,
      `Cannot use ${sequence} as a sequence number: it is an integer from 0 to 4294967295`,
    );
  }
  for (const count of [0.5, Infinity]) {
    assertThrows(() => add(1, count), RangeError, `Cannot add ${count}`);
  }
});

Deno.test("lessThan() compares on the circle", () => {
  assert(lessThan(1, 2));
  assert(!lessThan(2, 1));
  assert(!lessThan(2, 2));
  assert(lessThan(LAST, 0));
  assert(!lessThan(0, LAST));
  assert(lessThan(LAST - 10, 100));
});

Deno.test("lessThan() holds up to 2^31 - 1 numbers ahead, from anywhere", () => {
  const half = SEQUENCE_SPACE / 2;
  for (const from of [0, 1, half - 1, half, half + 1, LAST]) {
    assert(lessThan(from, add(from, half - 1)));
    assert(!lessThan(from, add(from, half + 1)));
    assert(lessThan(add(from, half + 1), from));
    // Exactly half-way round neither comes first.
    assert(!lessThan(from, add(from, half)));
    assert(!lessThan(add(from, half), from));
  }
});
