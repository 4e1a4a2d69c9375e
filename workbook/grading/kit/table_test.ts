import { assertEquals, assertThrows } from "@std/assert";
import { refusal } from "./expectations.ts";
import { readTable } from "./table.ts";
import { numberOf, ofNumber, type TableForm } from "./table_cells.ts";

const PLACE = { file: "tests/02_addresses_test.ts", line: 120 };

/** What `half(number)` gives, and how its rows are written. */
const FORM: TableForm<[number], unknown> = {
  inputs: {
    "…": (text) => {
      if (!/^-?[\d.]+$/.test(text)) throw new RangeError("write a number");
      return [[Number(text)]];
    },
    "every digit": () => [1, 2],
    "ten times …": ofNumber((number) => 10 * number),
  },
  words: ["half", "none"],
  outcomes: {
    "its half": ([number]) => number / 2,
    "an error that says …": (_, text) => refusal(RangeError, text),
  },
};

/** The rows of a table; the first call, which is made again at the end, is left out. */
const half = ({ raw }: TemplateStringsArray) =>
  readTable(raw, PLACE, FORM)().slice(0, -1);

Deno.test("an outcome with | is a list of texts", () => {
  assertEquals(half`4 → "a b" | "c\n" | "1"`, [[
    [4],
    ["a b", "c\n", "1"],
    undefined,
  ]]);
});

Deno.test("a row is inputs, what each of them gives, and a question that holds below, too", () => {
  assertEquals(
    half`
      4 | 6 → its half   ? what is divided
      # a note
      -8    → -4
    `,
    [
      [[4], 2, "what is divided"],
      [[6], 3, "what is divided"],
      [[-8], -4, "what is divided"],
    ],
  );
});

Deno.test("a sentence stands for inputs, alone, beside others, or with texts in it", () => {
  const due = (inputs: number[]) =>
    inputs.map((input) => [[input], input / 2, undefined]);
  assertEquals(half`every digit → its half`, due([1, 2]) as never);
  assertEquals(half`4 | every digit → its half`, due([4, 1, 2]) as never);
  assertEquals(half`ten times 3 | 5 → its half`, due([30, 50]) as never);
});

Deno.test("an outcome is a constant, a number, bytes, a text, or a sentence", () => {
  const outcomes = (strings: TemplateStringsArray) =>
    half(strings).map(([, outcome]) => outcome);
  assertEquals(
    outcomes`
      1 → null
      1 → true
      1 → false
      1 → -12
      1 → 0x10
      1 → [00 ff]
      1 → half
      1 → "null"
      1 → "a → b | c ? d\n"
    `,
    [
      null,
      true,
      false,
      -12,
      16,
      Uint8Array.of(0, 255),
      "half",
      "null",
      "a → b | c ? d\n",
    ],
  );
  assertEquals(outcomes`1 → an error that says odd`, [
    refusal(RangeError, "odd"),
  ]);
});

Deno.test("inputs without a reader are texts", () => {
  assertEquals(
    readTable(String.raw`a | "b c" | "" | \t → null`.split("\0"), PLACE, {})()
      .map(([[text]]) => text),
    ["a", "b c", "", "\t", "a"],
  );
});

Deno.test("what is generated is made in each run, the first call once more at the end", () => {
  let made = 0;
  const run = readTable(["any → null"], PLACE, {
    inputs: { any: () => [[++made]] },
  });
  assertEquals([run(), run()].map((each) => each.map(([args]) => args)), [
    [[1], [1]],
    [[2], [2]],
  ]);
});

Deno.test("a line that cannot be read is told with its file and line, and what to write", () => {
  const cases: Array<[string, string]> = [
    ["4", "write input → outcome"],
    ["4 →", "write input → outcome"],
    ["4 → 2 ?", "nothing stands after ?"],
    ["4 | → 2", 'write "" for an empty text'],
    ["any digit → its half", "write a number"],
    [
      "every digt → its half",
      'every digt is no every digit; write every digit, or "every digt"',
    ],
    ["4 → hlaf", "the call never gives hlaf; write half or none"],
    ["4 → nul", "the call never gives nul"],
    ["4 → 1O", "the call never gives 1O"],
    ["4 → 1,700", "the call never gives 1,700"],
    ["4 → [00] | [01]", "the call gives one value; write [00]"],
    ["4 → it's half", 'no sentence says "it\'s half"'],
    ['4 → "half', 'the second " of "half is missing'],
    ["4 → [0]", "two hexadecimal digits"],
    ["{a} → 2", "{a} is no text"],
  ];
  for (const [line, said] of cases) {
    const error = assertThrows(
      () => readTable([`\n${line}\n`], PLACE, FORM),
      SyntaxError,
      said,
    );
    assertEquals(
      error.message.startsWith(
        `tests/02_addresses_test.ts:121: Cannot read "${line}": `,
      ),
      true,
      error.message,
    );
  }
  assertThrows(
    () => readTable(["4 → half"], PLACE, {}),
    SyntaxError,
    "half is no value; write a text in quotes, or name it in words",
  );
  assertThrows(
    () => readTable(["every digit → null"], PLACE, {}),
    SyntaxError,
    'no sentence says "every digit"',
  );
  assertThrows(
    () => readTable(["", " → null"], PLACE, {}),
    SyntaxError,
    'Cannot read "${…} → null": a table holds no ${…}',
  );
});

Deno.test("what a sentence cannot read is told with its line, too, when the check runs", () => {
  const run = readTable(["\n4 → 2\nten times 1O → 50"], PLACE, FORM);
  assertThrows(
    run,
    SyntaxError,
    'tests/02_addresses_test.ts:122: Cannot read "ten times 1O → 50": 1O is no number',
  );
  assertEquals(["-8", "0x10", "1.5"].map(numberOf), [-8, 16, 1.5]);
});
