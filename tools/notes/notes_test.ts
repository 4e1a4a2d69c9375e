import { assertEquals, assertThrows } from "@std/assert";
import { fileUrl } from "../../workbook/paths.ts";
import { readWalk } from "../../workbook/walk.ts";
import { formatMarkdown } from "./format.ts";
import { findNotesGaps } from "./gaps.ts";
import { readNotes } from "./read.ts";
import { readStatements } from "./statement.ts";
import { notesTable } from "./table.ts";

Deno.test("every statement of the notes has a step that shows it", async () => {
  assertEquals(findNotesGaps(await readNotes()), []);
});

Deno.test("NOTES.md is what the statements make; if not, run  deno task notes", async () => {
  assertEquals(
    await Deno.readTextFile(fileUrl("lessons/NOTES.md")),
    await formatMarkdown(notesTable(await readNotes())),
  );
});

Deno.test("a gap is told: missing, twice, no step, no lesson, no name", async () => {
  const { lessons } = await readNotes();
  const path = "lessons/01_byte_order/README.md";
  const text = "# 1 · Byte order\n\nSee E2 and E99.\n\n## 1 · A\n\nA.\n";
  const errata = readStatements(
    [
      "E1 | wrong | 1.2 | A | B",
      "E3 | wrong | 1, 99.1 | A | B",
      "E3 | wrong | 99 | A | B",
      ...Array.from({ length: 67 }, (_, i) => `E${i + 4} | wrong | 99 | A | B`),
      "E2 | wrong | 1.1 | A | B",
      "X1 | wrong | 99 | A | B",
    ].join("\n"),
    "errata.txt",
  );
  const first = { number: 1, path, text, walk: readWalk(text, path) };
  const others = lessons.slice(1).map((each) => ({ ...each, text: "" }));
  const notes = { objectives: [], errata, lessons: [first, ...others] };
  const gaps = findNotesGaps(notes)
    .filter((gap) => !gap.includes("objectives.txt"));
  assertEquals(gaps, [
    "E3 is in errata.txt 2 times, not once",
    "X1 of errata.txt is no known statement",
    "E1: lesson 1 has 1 steps, no 2",
    "E3: say which step of lesson 1 shows it",
    "E3: lesson 99 is not in the catalogue: leave its step out",
    `E1 is listed for lesson 1, and ${path} does not name it`,
    `E3 is listed for lesson 1, and ${path} does not name it`,
    `${path} names E99, which is not listed for lesson 1`,
  ]);
});

Deno.test("a lesson that is not there yet is said to be so; links lead to headings", () => {
  const path = "lessons/01_a/README.md";
  const text = "# 1 · A\n\n## 1 · Deno.listen() is _five_ C calls\n\nA.\n";
  const errata = readStatements("E1 | wrong | 1.1, 99 | a_b | c", "e.txt");
  const table = notesTable({
    objectives: [],
    errata,
    lessons: [{ number: 1, path, text, walk: readWalk(text, path) }],
  });
  assertEquals(
    table.split("\n").at(-1),
    "| E1 | a\\_b | c | wrong | [1.1](01_a/README.md#1--denolisten-is-five-c-calls), 99 (not yet) |",
  );
});

Deno.test("a line that cannot be read is told with its file and number", () => {
  for (
    const [line, told] of [
      ["A1 | right | 1.1", 'Cannot read "A1 | right | 1.1"'],
      ["A1 | maybe | 1.1 | A", 'Cannot use the kind "maybe"'],
      ["A1 | right | 1.0 | A", 'Cannot use the place "1.0"'],
    ]
  ) {
    assertThrows(
      () => readStatements(`# Comment\n${line}`, "a.txt"),
      SyntaxError,
      `a.txt:2: ${told}`,
    );
  }
});
