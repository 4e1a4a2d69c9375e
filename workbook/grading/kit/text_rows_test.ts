import { assertEquals, assertThrows } from "@std/assert";
import { readTextRows, textRows } from "./text_rows.ts";

const PLACE = { file: "tests/15_web_server_test.ts", line: 120 };

const upper = textRows((text) => text.toUpperCase());

Deno.test("each item of a line is a row; a question holds for the lines below it", () => {
  assertEquals(
    upper`
      a | b c | " d|\x41 "   ? why a
      e

      f/?g                   ? why f
    `,
    [
      { value: "A", lookAt: "why a" },
      { value: "B C", lookAt: "why a" },
      { value: " D|A ", lookAt: "why a" },
      { value: "E", lookAt: "why a" },
      { value: "F/?G", lookAt: "why f" },
    ],
  );
  assertEquals(upper`a`, [{ value: "A", lookAt: undefined }]);
});

Deno.test("what is no list of texts is told with its line, and what to write", () => {
  const read = ({ raw }: TemplateStringsArray, ..._: unknown[]) =>
    readTextRows(raw, PLACE, (text) => text);
  const wrong = (run: () => unknown, message: string) =>
    assertEquals(
      assertThrows(run, SyntaxError).message,
      `${PLACE.file}:${message}`,
    );
  wrong(
    () =>
      read`
      a
      {GET} /
      `,
    '122: Cannot read "{GET} /": "{GET} /" is no list of texts; write \\{ for the sign, and a byte as \\xff',
  );
  wrong(
    () => read`a | ${"b"}`,
    '120: Cannot read "a | ${…}": a list holds no ${…}; write the text itself',
  );
  wrong(
    () => read`a | | b`,
    '120: Cannot read "a | | b": an item is missing beside |; write "" for an empty text',
  );
  wrong(
    () => read`"a" b`,
    '120: Cannot read ""a" b": "b" follows an item; write | between them',
  );
});
