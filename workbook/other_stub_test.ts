import { assertEquals } from "@std/assert";
import { isOtherStub } from "./other_stub.ts";
import { scaffold, written } from "../tools/testing/small_scaffold.ts";

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
