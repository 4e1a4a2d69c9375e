import { assert, assertEquals } from "@std/assert";
import { formatChecks, formatLessons, verdictWord } from "./listing.ts";
import { createStyle } from "./style.ts";
import { textWidth } from "./width.ts";

const style = createStyle({ colour: false, width: 80 });
const narrow = createStyle({ colour: false, width: 50 });

Deno.test("a verdict is a word, with or without colour", () => {
  assertEquals(verdictWord("right", style), "right");
  assertEquals(verdictWord("wrong", style), "wrong");
  assertEquals(verdictWord("wrong", style, { loud: true }), "WRONG");
  assertEquals(verdictWord("not started", style), "not started");
});

Deno.test("a list of lessons shows verdict, count and bar", () => {
  const lessons = [
    {
      number: 1,
      title: "Byte order",
      verdict: "right" as const,
      checks: { right: 14, total: 14 },
    },
    {
      number: 3,
      title: "The server flow",
      verdict: "wrong" as const,
      checks: { right: 9, total: 10 },
      current: true,
    },
    { number: 14, title: "Silence", verdict: "not started" as const },
  ];
  assertEquals(formatLessons(lessons, style), [
    "     1  Byte order       right        14 of 14  ████████████████",
    " →   3  The server flow  wrong         9 of 10  ██████████████░░",
    "    14  Silence          not started",
  ]);
  assertEquals(
    formatLessons(lessons, narrow)[1],
    " →   3  The server flow  wrong         9 of 10",
  );
});

Deno.test("a list of lessons without verdicts shows the themes", () => {
  assertEquals(
    formatLessons(
      [{ number: 6, title: "Half-close", theme: "half-close" }],
      style,
    ),
    ["    6  Half-close  half-close"],
  );
});

Deno.test("a list of lessons fits a narrow terminal", () => {
  const lesson = {
    number: 2,
    title: "Addresses and kinds of sockets",
    theme: "addresses",
    verdict: "wrong" as const,
    checks: { right: 9, total: 10 },
  };
  const at = (width: number) =>
    formatLessons([lesson], createStyle({ colour: false, width }))[0];
  const start = "    2  Addresses and kinds of sockets  ";
  assertEquals(at(100), `${start}addresses  wrong  9 of 10  ██████████████░░`);
  assertEquals(at(70), `${start}addresses  wrong  9 of 10`);
  assertEquals(at(56), `${start}wrong  9 of 10`);
  assertEquals(at(40), "    2  Addresses and ki…  wrong  9 of 10");
});

Deno.test("a failed check stands out, and its details stand below it", () => {
  const checks = [
    { name: "answers OK!!! to a message", verdict: "right" as const, ms: 2.4 },
    {
      name: "serves a second client while the first is idle",
      verdict: "wrong" as const,
      ms: 504,
      details: [
        "client 1 says nothing",
        ["expected", '"OK!!!"   4f 4b 21 21 21'],
        ["came", "nothing"],
      ] as Array<string | [string, string]>,
    },
  ];
  assertEquals(formatChecks(checks, style), [
    "  right   answers OK!!! to a message                                        2 ms",
    "  WRONG   serves a second client while the first is idle                  504 ms",
    "            client 1 says nothing",
    '            expected  "OK!!!"   4f 4b 21 21 21',
    "            came      nothing",
  ]);
});

Deno.test("checks fit a narrow line, and a learner's data cannot move the cursor", () => {
  const lines = formatChecks([{
    name: "serves a second client while the first is idle, and a third",
    verdict: "wrong",
    ms: 504,
    details: [[
      "came",
      "\x1b[2J a long reply that goes on beyond the line\r\n",
    ]],
  }], narrow);
  for (const line of lines) {
    assert(textWidth(line) <= 50, line);
    assert(!line.includes("\x1b"), line);
  }
});
