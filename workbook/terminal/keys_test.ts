import { assertEquals } from "@std/assert";
import { keysIn } from "./keys.ts";

Deno.test("keysIn() gives letters in lower case, and enter", () => {
  assertEquals(keysIn("q"), ["q"]);
  assertEquals(keysIn("Q"), ["q"]);
  assertEquals(keysIn("\r"), ["enter"]);
  assertEquals(keysIn("\n"), ["enter"]);
});

Deno.test("keysIn() loses no key of those that came together", () => {
  assertEquals(keysIn("hq"), ["h", "q"]);
});

Deno.test("keysIn() takes Ctrl-C and Ctrl-D as a wish to leave, whatever came before", () => {
  assertEquals(keysIn("\u0003"), ["interrupt"]);
  assertEquals(keysIn("\u0004"), ["interrupt"]);
  assertEquals(keysIn("hh\u0003"), ["interrupt"]);
});

Deno.test("keysIn() gives nothing for an arrow key", () => {
  assertEquals(keysIn("\u001b[A"), []);
});
