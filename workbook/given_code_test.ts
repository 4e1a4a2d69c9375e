import { assertEquals } from "@std/assert";
import { missingGivenLines } from "./given_code.ts";
import { scaffold, written } from "../tools/testing/small_scaffold.ts";

Deno.test("missingGivenLines() finds nothing where only holes were filled", () => {
  assertEquals(missingGivenLines(scaffold, scaffold.text), []);
  assertEquals(missingGivenLines(scaffold, written), []);
  const tidy = written.replace(/import .*\n/, "").replaceAll("  ", "\t");
  assertEquals(missingGivenLines(scaffold, tidy), []);
  assertEquals(
    missingGivenLines(
      scaffold,
      written.replace("// Part 1. Loopback only.", ""),
    ),
    [],
  );
});

Deno.test("missingGivenLines() names a given line that was changed or taken out", () => {
  const changed = written.replace("log.push(port);", "log.push(0);");
  assertEquals(missingGivenLines(scaffold, changed), [
    { line: 7, text: "  log.push(port);" },
  ]);
  assertEquals(
    missingGivenLines(scaffold, written.replace(/.*return listener.*\n/, ""))
      .map(({ text }) => text.trim()),
    ["return listener;"],
  );
});

Deno.test("missingGivenLines() leaves place and quotes to the learner", () => {
  const text =
    `import type { A } from "../../workbook/a.ts";\n${scaffold.text}`;
  const given = {
    ...scaffold,
    text,
    lines: [
      { text: 'import type { A } from "../../workbook/a.ts";' },
      ...scaffold.lines,
    ],
  };
  const own = text.replace("../../workbook", "./workbook")
    .replaceAll('"', "'").replaceAll(";\n", "\n");
  assertEquals(missingGivenLines(given, own), []);
  const other = text.replace("workbook/a.ts", "workbook/b.ts");
  assertEquals(missingGivenLines(given, other).length, 1);
});
