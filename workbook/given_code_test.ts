import { assertEquals } from "@std/assert";
import { missingGivenLines } from "./given_code.ts";
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
