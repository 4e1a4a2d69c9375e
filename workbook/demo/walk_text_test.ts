import { assertEquals } from "@std/assert";
import { firstToWrite } from "./walk_text.ts";

Deno.test("a part without a hole of its own goes on with the nearest one before it", () => {
  const holes = [1, 2, 3, 5].map((part) => ({
    part,
    line: part * 10,
    what: `part ${part}`,
  }));
  assertEquals(firstToWrite(4, holes)?.line, 30);
  assertEquals(firstToWrite("beyond", holes)?.line, 10);
  assertEquals(firstToWrite(4, holes.slice(3)), undefined);
});
