import { assertEquals } from "@std/assert";
import { createStyle } from "./style.ts";
import { codeSpans, wrap, wrapWords } from "./spans.ts";
import { cutWord, pad, textWidth } from "./width.ts";

const plain = createStyle({ colour: false, width: 80 });
const bold = (text: string) => `\x1b[1m${text}\x1b[22m`;

Deno.test("textWidth() counts columns, not characters", () => {
  assertEquals(textWidth("abc"), 3);
  assertEquals(textWidth("\x1b[1mabc\x1b[22m"), 3);
  assertEquals(textWidth("中文한국かな"), 12);
  assertEquals(textWidth("e\u0301"), 1);
  assertEquals(textWidth("🙂"), 2);
  assertEquals(textWidth("│ ── ► █ … →"), 12);
  for (const emoji of ["👨‍👩‍👧", "🇦🇹", "👍🏽", "☺️"]) {
    assertEquals(textWidth(emoji), 2, emoji);
  }
});

Deno.test("pad() fills to a width at the side asked for", () => {
  assertEquals(pad("ab", 5), "ab   ");
  assertEquals(pad("ab", 5, "right"), "   ab");
  assertEquals(pad("ab", 5, "center"), " ab  ");
  assertEquals(pad("中", 4), "中  ");
  assertEquals(pad(bold("ab"), 3), `${bold("ab")} `);
  assertEquals(pad("abc", 2), "abc");
});

Deno.test("cutWord() prefers to cut after a sign", () => {
  assertEquals(cutWord("setsockopt(SO_REUSEADDR)", 15), [
    "setsockopt(SO_",
    "REUSEADDR)",
  ]);
  assertEquals(cutWord("abcdef", 4), ["abcd", "ef"]);
  assertEquals(cutWord("中文", 1), ["中", "文"]);
  assertEquals(cutWord("e\u0301👍🏽x", 3), ["e\u0301👍🏽", "x"]);
});

Deno.test("wrap() breaks lines between words", () => {
  assertEquals(wrap("one two three", { width: 7 }), ["one two", "three"]);
  assertEquals(wrap("one\ntwo", { width: 80 }), ["one", "two"]);
  assertEquals(wrap("", { width: 80 }), [""]);
});

Deno.test("wrap() lets a longer word stand out unless it may be cut", () => {
  assertEquals(wrap("a abcdefgh b", { width: 4 }), ["a", "abcdefgh", "b"]);
  assertEquals(wrap("a abcdefgh b", { width: 4, cutWords: true }), [
    "a",
    "abcd",
    "efgh",
    "b",
  ]);
});

Deno.test("wrap() ends a colour with its line and begins it again", () => {
  assertEquals(
    wrap([{ text: "an " }, { text: "old hat", paint: bold }], { width: 6 }),
    [`an ${bold("old")}`, bold("hat")],
  );
});

Deno.test("wrap() keeps together what no space divides", () => {
  const spans = codeSpans("call `close()`, then wait", plain);
  assertEquals(wrap(spans, { width: 14 }), ["call", "`close()`,", "then wait"]);
});

Deno.test("wrapWords() keeps a word with spaces whole", () => {
  assertEquals(
    wrapWords([[{ text: "bind(a, b)" }], [{ text: "listen(1)" }]], {
      width: 12,
      gap: 2,
    }),
    ["bind(a, b)", "listen(1)"],
  );
});
