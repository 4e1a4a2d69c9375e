import { assertEquals } from "@std/assert";
import { isOtherStub } from "./other_stub.ts";
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
