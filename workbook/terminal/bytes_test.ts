import { assertEquals } from "@std/assert";
import { hex, hexAndText, quoted, shownLater, visible } from "./bytes.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

Deno.test("visible() shows control characters as escapes", () => {
  assertEquals(
    visible("a\r\nb\tc\x00\x1b[31m\x7f"),
    "a\\x0d\\nb\\tc\\x00\\x1b[31m\\x7f",
  );
});

Deno.test("visible() shows marks that would reorder or hide a line", () => {
  assertEquals(visible("\u202eabc\u2066\ufeff"), "\\u202eabc\\u2066\\ufeff");
  assertEquals(visible("\ud800"), "\\ud800");
});

Deno.test("visible() leaves printable text as it is", () => {
  for (const text of ["OK!!!", "héllo", "中文", "🙂", "C:\\new", ""]) {
    assertEquals(visible(text), text);
  }
});

Deno.test("hex() writes pairs of digits", () => {
  assertEquals(hex(new Uint8Array([0, 10, 255])), "00 0a ff");
});

Deno.test("quoted() tells a line feed from a backslash and an n", () => {
  assertEquals(quoted(bytes("\n")), '"\\n"');
  assertEquals(quoted(bytes("\\n")), '"\\\\n"');
  assertEquals(quoted(bytes('"')), '"\\""');
});

Deno.test("quoted() shows a byte that is not UTF-8 by its number", () => {
  assertEquals(quoted(bytes("é中🙂")), '"é中🙂"');
  assertEquals(quoted(bytes("é").subarray(0, 1)), '"\\xc3"');
  assertEquals(quoted(bytes("é").subarray(1)), '"\\xa9"');
  assertEquals(quoted(new Uint8Array([0xff, 0xfe, 0x41])), '"\\xff\\xfeA"');
  assertEquals(quoted(new Uint8Array([0xe4, 0x41])), '"\\xe4A"');
  assertEquals(quoted(new Uint8Array([0xef, 0xbb, 0xbf])), '"\\ufeff"');
});

Deno.test("hexAndText() shows bytes as text and as hexadecimal", () => {
  assertEquals(hexAndText("OK!!!"), '"OK!!!"   4f 4b 21 21 21');
  assertEquals(hexAndText(bytes("OK\r\n")), '"OK\\x0d\\n"   4f 4b 0d 0a');
});

Deno.test("hexAndText() says that there is nothing", () => {
  assertEquals(hexAndText(""), "nothing (0 bytes)");
});

Deno.test("hexAndText() cuts long data and says its whole length", () => {
  assertEquals(
    hexAndText(new Uint8Array(16777216).fill(97), { max: 3 }),
    '"aaa"…   61 61 61 … 16777216 bytes in all',
  );
  assertEquals(hexAndText("aaa", { max: 3 }), '"aaa"   61 61 61');
});

Deno.test("shownLater() says later what bytes were", () => {
  for (const length of [0, 5, 16, 17, 1000]) {
    const data = new Uint8Array(length).fill(97);
    const [now, later] = [hexAndText(data), shownLater(data)];
    data.fill(98);
    assertEquals(later(), now);
  }
});
