import { assertEquals } from "@std/assert";
import { makeScaffold } from "./scaffold.ts";
import { untouchedRepairs } from "./untouched_repairs.ts";

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
