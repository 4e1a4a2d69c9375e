import { assertEquals, assertStringIncludes } from "@std/assert";
import { parseList, pinMessages } from "./submission_list.ts";

const LIST = `# Wrong submissions of a lesson.

accept_uncaught
  wrong    accept() that rejects at stop() is not caught
  caught   stops right after it was started
  -      const conn = await accept().catch(() => undefined);
  +      const conn = await accept();
  ...
   function stop() {
  +
  what     stop() failed
  look at  what happens to accept()

in_a_file
  wrong    all of it is different
  caught   answers OK!!! to a message
`;

const FIRST_LINES = "one\n  wrong    why\n  caught   a check\n";

Deno.test("parseList() reads sentence, check, change and message", () => {
  const { entries: [first, second], problems } = parseList(LIST, "x", "wrong");
  assertEquals(problems, []);
  assertEquals(first, {
    name: "accept_uncaught",
    line: 3,
    sentence: "accept() that rejects at stop() is not caught",
    caughtBy: "stops right after it was started",
    hunks: [
      [
        {
          sign: "-",
          text: "      const conn = await accept().catch(() => undefined);",
          line: 6,
        },
        {
          sign: "+",
          text: "      const conn = await accept();",
          line: 7,
        },
      ],
      [
        { sign: " ", text: "function stop() {", line: 9 },
        { sign: "+", text: "", line: 10 },
      ],
    ],
    message: [["what", "stop() failed"], [
      "look at",
      "what happens to accept()",
    ]],
    messageLine: 11,
  });
  assertEquals(second.hunks, []);
  assertEquals(second.message, []);
});

Deno.test("parseList() reads line ends of Windows", () => {
  assertEquals(
    parseList(LIST.replaceAll("\n", "\r\n"), "x", "wrong"),
    parseList(LIST, "x", "wrong"),
  );
});

const MISTAKES: Array<[list: string, problem: string]> = [
  ["  wrong    why\n", "x:1: Cannot read this line: a name must come first"],
  ["one\n  caught   a check\n", 'x:1: Cannot use "one": it lacks its sentence'],
  ["one\n  wrong    why\n", 'x:1: Cannot use "one": it lacks its check'],
  [`${FIRST_LINES}  at       here\n`, "x:4: Cannot read this line: it is"],
  [`${FIRST_LINES}two words\n`, "x:4: Cannot read this line: it is"],
  [`${FIRST_LINES}-a();\n`, "x:4: Cannot read this line: it is"],
  [
    `${FIRST_LINES}  what     it failed\n  -a();\n`,
    "x:5: Cannot read this line: the message must come last",
  ],
  [
    `${FIRST_LINES}  what     it failed\n\n  came     0\n`,
    "x:6: Cannot read this line: the rows of a message must follow each other",
  ],
  [
    `${FIRST_LINES}\n${FIRST_LINES}`,
    'x:5: Cannot use "one" twice: it is in line 1',
  ],
];

for (const [list, problem] of MISTAKES) {
  Deno.test(`parseList() reports ${problem}`, () => {
    const { problems } = parseList(list, "x", "wrong");
    assertEquals(problems.length, 1);
    assertStringIncludes(problems[0], problem);
  });
}

Deno.test("parseList() reads which check fails before the one that catches it", () => {
  const { entries, problems } = parseList(
    `${FIRST_LINES}  first    another\n  -a\n`,
    "x",
    "wrong",
  );
  assertEquals(problems, []);
  const [{ caughtBy, first }] = entries;
  assertEquals([caughtBy, first], ["a check", "another"]);
});

Deno.test("parseList() reads right submissions: a sentence and a change, no check and no message", () => {
  const list = "one\n  right    by hand\n  -a();\n  +b();\n";
  const { entries, problems } = parseList(list, "x", "right");
  assertEquals(problems, []);
  assertEquals(entries, [{
    name: "one",
    line: 1,
    sentence: "by hand",
    caughtBy: "",
    hunks: [[
      { sign: "-", text: "a();", line: 3 },
      { sign: "+", text: "b();", line: 4 },
    ]],
    message: [],
    messageLine: 5,
  }]);
});

for (
  const [list, problem] of [
    ["one\n", 'x:1: Cannot use "one": it lacks its sentence, "  right    …"'],
    [
      "one\n  right    why\n  caught   a check\n",
      'x:3: Cannot read this line: it is a name, "  right …", a line of a change',
    ],
    [
      "one\n  right    why\n  what     it failed\n",
      'x:3: Cannot read this line: it is a name, "  right …", a line of a change',
    ],
  ]
) {
  Deno.test(`parseList() reports of right submissions ${problem}`, () => {
    const { problems } = parseList(list, "x", "right");
    assertEquals(problems.length, 1);
    assertStringIncludes(problems[0], problem);
  });
}

Deno.test("pinMessages() changes the rows of messages, and no other byte", () => {
  const pinned = pinMessages(
    LIST,
    new Map([
      ["accept_uncaught", [["did", "stop()"], ["came", "nothing"]] as const],
    ]),
  );
  assertEquals(
    pinned,
    LIST.replace(
      "  what     stop() failed\n  look at  what happens to accept()\n",
      "  did      stop()\n  came     nothing\n",
    ),
  );
});

Deno.test("pinMessages() adds a message where there is none", () => {
  const rows = [["what", "it is late"]] as const;
  assertEquals(
    pinMessages(LIST, new Map([["in_a_file", rows]])),
    `${LIST}  what     it is late\n`,
  );
  assertEquals(
    pinMessages(FIRST_LINES.trimEnd(), new Map([["one", rows]])),
    `${FIRST_LINES}  what     it is late\n`,
  );
});

Deno.test("pinMessages() keeps line ends of Windows", () => {
  const list = FIRST_LINES.replaceAll("\n", "\r\n");
  assertEquals(
    pinMessages(list, new Map([["one", [["came", "0"]] as const]])),
    `${list}  came     0\r\n`,
  );
});

Deno.test("pinMessages() leaves a text free that was pinned as free", () => {
  assertEquals(
    pinMessages(
      `${FIRST_LINES}  what     old\n  came     …\n`,
      new Map([["one", [["what", "new"], ["came", "port 9"]] as const]]),
    ),
    `${FIRST_LINES}  what     new\n  came     …\n`,
  );
});
