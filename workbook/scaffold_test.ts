import { assertEquals, assertThrows } from "@std/assert";
import { holesIn, makeScaffold, withoutMarks } from "./scaffold.ts";

const SOLUTION = `import { a } from "../workbook/a.ts";

/** Adds. */
export function add(x: number): number {
  // Part 1. Add one.
  // In the exercise, part 1: return todo("part 1: add one");
  return x + 1;
  // End of part 1.
}

export function both(): void {
  // In the exercise, part 2:
  //   const n: number = todo("part 2: what is n");
  //   use(n);
  const n = 3;
  // A comment of the model answer.
  use(n);
  // End of part 2.
  done();
}
`;

Deno.test("makeScaffold() puts the code of the marks in the place of the model answer", () => {
  const { text, parts } = makeScaffold(SOLUTION, "solutions/x.ts");
  assertEquals(parts, [1, 2]);
  assertEquals(
    text,
    `import { a } from "../../workbook/a.ts";
import { todo } from "../../workbook/todo.ts";

/** Adds. */
export function add(x: number): number {
  // Part 1. Add one.
  return todo("part 1: add one");
}

export function both(): void {
  const n: number = todo("part 2: what is n");
  use(n);
  done();
}
`,
  );
});

Deno.test("makeScaffold() tells given lines from those of a hole", () => {
  const { lines } = makeScaffold(SOLUTION, "solutions/x.ts");
  const ofParts = lines.filter(({ part }) => part !== undefined);
  assertEquals(ofParts.map(({ part }) => part), [1, 2, 2]);
});

Deno.test("makeScaffold() names file and line of a mark that does not fit", () => {
  const fails = (code: string, message: string) =>
    assertThrows(() => makeScaffold(code, "s.ts"), SyntaxError, message);
  fails(
    '// In the exercise, part 1: todo("")\na();\n',
    "s.ts:1: Cannot find the end of part 1: write  // End of part 1.",
  );
  fails("a();\n// End of part 2.\n", "s.ts:2: Cannot end part 2 here: no hole");
  fails(
    "// In the exercise, part 1:\n// In the exercise, part 2:\n",
    "s.ts:2: Cannot begin part 2 inside the hole of part 1, which begins in line 1",
  );
  fails(
    "// In the exercise, part 1:\n// End of part beyond.\n",
    "s.ts:2: Cannot end part beyond here: the hole that is open is of part 1",
  );
});

Deno.test("withoutMarks() leaves the model answer alone", () => {
  const shown = withoutMarks(SOLUTION);
  assertEquals(shown.includes("In the exercise"), false);
  assertEquals(shown.includes("End of part"), false);
  assertEquals(shown.includes("todo("), false);
  assertEquals(shown.includes("// A comment of the model answer."), true);
  assertEquals(shown.includes("// Part 1. Add one."), true);
});

Deno.test("withoutMarks() takes out the marks of some parts only", () => {
  const rest = withoutMarks(SOLUTION, (part) => part === 1);
  assertEquals(makeScaffold(rest, "solutions/x.ts").parts, [2]);
  assertEquals(rest.includes("  return x + 1;\n}"), true);
  assertEquals(rest.includes("const n = 3;"), true);
});

Deno.test("holesIn() finds every todo() with its part and line, and no other", () => {
  const text = `// todo("part 1: a comment")
const s = 'todo("part 1: a string")';
list.todo("part 1: of another object");
const n: number = todo("part 2: read");
todo(
  "beyond: a reset",
);
return todo(\`listen on \${port}\`);
`;
  assertEquals(holesIn(text), [
    { part: 2, line: 4, what: "read" },
    { part: "beyond", line: 5, what: "a reset" },
    { part: undefined, line: 8, what: "listen on ${port}" },
  ]);
});
