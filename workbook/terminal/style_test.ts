import { assert, assertEquals } from "@std/assert";
import { bar } from "./bar.ts";
import { codeSpans, wrap } from "./spans.ts";
import { createStyle, terminalStyle } from "./style.ts";

const plain = createStyle({ colour: false, width: 80 });
const coloured = createStyle({ colour: true, width: 80 });

Deno.test("a style without colour writes no escapes", () => {
  for (const name of ["strong", "faint", "code", "wrong", "note"] as const) {
    assertEquals(plain[name]("text"), "text");
  }
});

Deno.test({
  name: "a style with colour writes escapes around the text only",
  ignore: Deno.noColor,
  fn() {
    assertEquals(coloured.code("text"), "\x1b[36mtext\x1b[39m");
    assertEquals(coloured.code("  "), "  ");
  },
});

Deno.test("NO_COLOR overrules a style with colour", () => {
  assertEquals(coloured.colour, !Deno.noColor);
});

Deno.test("code is between backticks exactly where there is no colour", () => {
  const [line] = wrap(codeSpans("`read()` waits", plain), { width: 80 });
  assertEquals(line, "`read()` waits");
  const [other] = wrap(codeSpans("`read()` waits", coloured), { width: 80 });
  assertEquals(other.includes("`"), !coloured.colour);
});

Deno.test("the style of standard output fits it", () => {
  const { colour, width } = terminalStyle();
  if (Deno.stdout.isTerminal()) {
    assert(width >= 40 && width <= 100);
  } else {
    assertEquals({ colour, width }, { colour: false, width: 80 });
  }
});

Deno.test("bar() is full only when everything is done", () => {
  assertEquals(bar(9, 10, 16, plain), "██████████████░░");
  assertEquals(bar(999, 1000, 4, plain), "███░");
  assertEquals(bar(10, 10, 4, plain), "████");
  assertEquals(bar(0, 0, 4, plain), "░░░░");
});

Deno.test("without unicode everything is drawn in ASCII", () => {
  const style = createStyle({ colour: false, width: 80, unicode: false });
  assertEquals(bar(1, 2, 4, style), "##..");
  assert(/^[\x20-\x7e]+$/.test(Object.values(style.signs).join("")));
});
