import { assertEquals } from "@std/assert";
import { firstDifference } from "./first_difference.ts";

Deno.test("firstDifference() finds a byte at any place, wherever the arrays begin", () => {
  const memory = new Uint8Array(64);
  for (const [from, start] of [[0, 0], [4, 8], [1, 1], [7, 3], [0, 3]]) {
    for (const length of [0, 1, 3, 4, 5, 8, 11, 16, 21, 39]) {
      const a = memory.subarray(from, from + length);
      for (let at = 0; at < length; at++) {
        const b = new Uint8Array(64).subarray(start, start + length);
        assertEquals(firstDifference(a, b), -1);
        b[at] = 1;
        assertEquals(firstDifference(a, b), at);
        assertEquals(firstDifference(a, b.subarray(0, at)), at);
      }
    }
  }
});

Deno.test("firstDifference() finds a byte behind the first blocks", () => {
  for (const start of [0, 1]) {
    const a = new Uint8Array(200_000);
    const b = new Uint8Array(200_001).subarray(start, start + 200_000);
    assertEquals(firstDifference(a, b), -1);
    for (const at of [65_535, 65_536, 131_071, 131_072, 199_999]) {
      b[at] = 1;
      assertEquals(firstDifference(a, b), at);
      assertEquals(firstDifference(a, b.subarray(0, at)), at);
      b[at] = 0;
    }
  }
});
