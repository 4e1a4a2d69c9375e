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

Deno.test("untouchedRepairs() finds a repair around a hole that is filled", () => {
  const given = makeScaffold(
    `// In the exercise, part 2:
//   const connecting = Deno.connect(
//     todo("part 1: where", hostname, port),
//   ).then(handOut);
//   return await connecting;
return await Deno.connect({ hostname, port, signal });
// End of part 2.
`,
    "solutions/x.ts",
  );
  const ask = (text: string) => untouchedRepairs(given, text);
  const untouched = [{ part: 2, line: 1, what: "repair what is given here" }];
  const one = "const connecting = Deno.connect({ hostname, port }).then(";
  assertEquals(ask(`${one}handOut);\nreturn await connecting;`), untouched);
  assertEquals(
    ask(`${one}\n  handOut, // as given\n);\nreturn await connecting;`),
    untouched,
  );
  assertEquals(ask(`${one}close);\nreturn await connecting;`), []);
  assertEquals(ask(`${one}handOut);\n// return await connecting;`), []);
  assertEquals(ask(`${one}handOut);\nif (x) return await connecting;`), []);
});
