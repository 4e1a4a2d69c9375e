import { assertEquals, assertThrows } from "@std/assert";
import { parseArgs } from "node:util";
import { type Options, readOptions, type Typed } from "./arguments.ts";
import { UsageError } from "./usage_error.ts";

const OPTIONS: Options = {
  answer: { type: "string" },
  all: { type: "boolean" },
  yes: { type: "boolean", short: "y" },
};

/** What `node:util` reads; `undefined` where it refuses the words. */
function readByNode(args: string[]): Typed | undefined {
  const options: Options = {
    ...OPTIONS,
    help: { type: "boolean", short: "h" },
  };
  try {
    const { positionals, values } = parseArgs({
      args,
      options,
      allowPositionals: true,
    });
    // Theirs has no prototype.
    return { words: positionals, values: { ...values } as Typed["values"] };
  } catch {
    return undefined;
  }
}

/** What is typed: each alone, two, and three of them. */
const WORDS = [
  "3",
  "",
  "-",
  "--",
  "--all",
  "--all=1",
  "--answer",
  "--answer=",
  "--answer=a=b\n",
  "--answer=--all",
  "--=",
  "--toString",
  "--no-all",
  "-y",
  "-yh",
  "-yx",
  "-é",
  "-y=1",
  "--help",
];

Deno.test("readOptions() reads what node:util reads, and refuses what it refuses", () => {
  const lines = WORDS.flatMap((a) => [
    [a],
    ...WORDS.flatMap((b) => [[a, b], ...WORDS.map((c) => [a, b, c])]),
  ]);
  let refused = 0;
  for (const line of lines) {
    const due = readByNode(line);
    // An option with two values is refused here only.
    const values = line.slice(0, line.indexOf("--") + 1 || undefined)
      .filter((word) => word.startsWith("--answer")).length;
    if (due !== undefined && values < 2) {
      assertEquals(readOptions(line, OPTIONS), due, line.join(" "));
    } else if (due === undefined) {
      assertThrows(() => readOptions(line, OPTIONS), UsageError);
      refused++;
    }
  }
  assertEquals(refused > 1_000, true);
});

Deno.test("readOptions() says what is wrong with an option", () => {
  const says = (args: string[], message: string) =>
    assertThrows(() => readOptions(args, OPTIONS), UsageError, message);
  says(["--txet"], 'Cannot use "--txet": there is no such option');
  says(["--all", "-x"], 'Cannot use "-x": there is no such option');
  says(["--answer"], "Cannot use --answer without a value: write  --answer=");
  says(["--answer", "--all"], "Cannot use --answer without a value");
  assertEquals(readOptions(["--answer", "-1"], OPTIONS).values.answer, "-1");
  says(["--all=1"], "Cannot give a value to --all: write  --all  alone");
  says(["--answer=a", "--answer", "b"], "Cannot use --answer twice");
  says(["-3"], "Cannot find lesson");
});
