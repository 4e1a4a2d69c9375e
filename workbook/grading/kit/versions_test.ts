import { assertEquals, assertThrows } from "@std/assert";
import { versions } from "./versions.ts";

Deno.test("a script without a list has one version", () => {
  assertEquals(versions("\n  peer → {a}\n"), ["\n  peer → {a}\n"]);
});

Deno.test("names stand for one item each, side by side, and no line moves", () => {
  assertEquals(
    versions(`
  once with each END: x | FIN
  once with each RESULT: returns "a text" | throws
  peer → END   ? which END
  RESULT`),
    [
      `\n\n\n  peer → x   ? which x\n  returns "a text"`,
      `\n\n\n  peer → FIN   ? which FIN\n  throws`,
    ],
  );
});

Deno.test("a name is a whole word, and an item is taken as it is written", () => {
  assertEquals(versions("once with each A: $& | b\nA AB"), [
    "\n$& AB",
    "\nb AB",
  ]);
});

Deno.test("lists are of one length, and each name is said", () => {
  assertThrows(
    () => versions("once with each A: a | b\nonce with each B: a\nA B"),
    SyntaxError,
    "A and B have 2 and 1 versions",
  );
  assertThrows(
    () => versions("once with each END: a | b\nEND2"),
    SyntaxError,
    "no line says END",
  );
});
