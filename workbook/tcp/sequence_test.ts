import { assertEquals, assertThrows } from "@std/assert";
import { add, SEQUENCE_SPACE } from "./sequence.ts";

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
