import { assertEquals } from "@std/assert";
import {
  isOtherStub,
  missingGivenLines,
  untouchedRepairs,
} from "./given_code.ts";
import { makeScaffold } from "./scaffold.ts";

const scaffold = makeScaffold(
  `export function start(port: number): Deno.TcpListener {
  // Part 1. Loopback only.
  // In the exercise, part 1: const listener = Deno.listen(todo("part 1: where"));
  const listener = Deno.listen({ hostname: "127.0.0.1", port });
  // End of part 1.
  const log = [];
  log.push(port);
  return listener;
}
`,
  "solutions/x.ts",
);
const written = scaffold.text.replace(/todo\(.*?"\)/, "{ hostname, port }");

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

Deno.test("isOtherStub() tells an exercise begun on an earlier stub", () => {
  assertEquals(isOtherStub(scaffold, scaffold.text), false);
  assertEquals(
    isOtherStub(scaffold, written.replace("log.push(port);", "")),
    false,
  );
  assertEquals(
    isOtherStub(
      scaffold,
      'import { todo } from "../../workbook/todo.ts";\nexport function start() {\n  return todo("listen");\n}\n',
    ),
    true,
  );
});

Deno.test("untouchedRepairs() finds a repair until one of its lines is changed", () => {
  const given = makeScaffold(
    `// In the exercise, part 1: const n = await todo("part 1: read", conn);
const n = await conn.read(buffer);
// End of part 1.
// In the exercise, part 2:
//   await conn.write(data);
for (let sent = 0; sent < data.length;) sent += await conn.write(data);
// End of part 2.
`,
    "solutions/x.ts",
  );
  assertEquals(untouchedRepairs(given, given.text), [
    { part: 2, line: 4, what: "repair what is given here" },
  ]);
  assertEquals(
    untouchedRepairs(given, given.text.replace("write(data)", "write(all)")),
    [],
  );
});
