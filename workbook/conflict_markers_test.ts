import { assertEquals } from "@std/assert";
import { conflictLine } from "./conflict_markers.ts";

const OURS = "<<<<<<< HEAD\n";
const THEIRS = "=======\nb();\n>>>>>>> upstream\n";

Deno.test("a conflict of two versions is found at its first marker", () => {
  assertEquals(conflictLine(`a();\n${OURS}a();\n${THEIRS}`), 2);
  assertEquals(
    conflictLine(`${OURS}a();\n${THEIRS}`.replaceAll("\n", "\r\n")),
    1,
  );
});

Deno.test("so is a marker that is left of one", () => {
  assertEquals(conflictLine(`a();\n${OURS}b();\n`), 2);
  assertEquals(conflictLine("a();\nb();\n>>>>>>> upstream\n"), 3);
});

Deno.test("markers in a text or a comment are no conflict", () => {
  const all = `${OURS}a();\n${THEIRS}`;
  assertEquals(conflictLine(`const help = \`\n${all}\`;\n`), undefined);
  assertEquals(conflictLine(`/*\n${all}*/\n`), undefined);
  assertEquals(conflictLine(`/*\n${OURS}*/\n`), undefined);
  assertEquals(conflictLine("a() >>>>>>> b;\n"), undefined);
});
