import { assert, assertEquals } from "@std/assert";
import { formatDifference } from "./difference.ts";
import { createStyle } from "./style.ts";
import { textWidth } from "./width.ts";

const style = createStyle({ colour: false, width: 80 });
const shown = (own: string, model: string, width = 80) =>
  formatDifference(own, model, style, { width });

Deno.test("two programs that are the same are told in a sentence", () => {
  const told = ["Yours is the model answer, line for line."];
  assertEquals(shown("a\nb\n", "a\nb\n"), told);
  // Line ends, a byte order mark, tabs and the last line feed are an editor's.
  assertEquals(shown("\ufeffa\r\n\tb", "a\n  b\n"), told);
});

Deno.test("lines that differ carry a word, and equal ones stand around them", () => {
  assertEquals(shown("a\nmine\nz\n", "a\nits\nz\n"), [
    "        a",
    "yours   mine",
    "model   its",
    "        z",
  ]);
});

Deno.test("with room for both they stand side by side", () => {
  const [first, second] = shown("a\nmine\n", "a\nits\nmore\n", 123);
  assertEquals(first, `a${" ".repeat(62)}a`);
  assertEquals(second, `mine${" ".repeat(57)}| its`);
});

Deno.test("a long stretch of equal lines is counted", () => {
  const same = Array.from({ length: 20 }, (_, i) => `line ${i}\n`).join("");
  const lines = shown(`${same}mine\n${same}`, `${same}its\n${same}`);
  assertEquals(lines.filter((line) => line.includes("17 equal")).length, 2);
  assertEquals(lines.length, 2 + 2 * 4);
});

Deno.test("a long line that differs is broken, not cut", () => {
  const long = `  ${"x".repeat(100)}`;
  for (const width of [60, 123, 200]) {
    const text = shown(`${long}1\n`, `${long}2\n`, width).join("\n");
    assert(text.includes("1") && text.includes("2"), text);
  }
  for (const line of shown("漢字".repeat(60), "字", 123)) {
    assert(textWidth(line) <= 123, line);
  }
});

Deno.test("what a file holds is never sent to the terminal as it is", () => {
  const text = shown("\u0000\u001b[31m\u202e\n", "a\n").join("\n");
  assertEquals(text, "yours   \\x00\\x1b[31m\\u202e\nmodel   a");
});
