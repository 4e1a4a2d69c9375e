import { assert, assertEquals } from "@std/assert";
import { fileUrl } from "../paths.ts";
import { findPairs, marksOf } from "./similar.ts";

const model = await Deno.readTextFile(fileUrl("solutions/03_server_flow.ts"));
const other = await Deno.readTextFile(fileUrl("solutions/06_half_close.ts"));
const item = (name: string, text: string) => ({
  item: name,
  marks: marksOf(text),
});

Deno.test("findPairs() finds code under other names, comments and spaces", () => {
  const renamed = model.replaceAll("listener", "door").replaceAll("conn", "c")
    .replaceAll(/^ *\/\/.*$/gm, "// mine").replaceAll("  ", "\t");
  const pairs = findPairs(
    [item("a", model), item("b", other), item("c", renamed)],
    new Set(),
  );
  assertEquals(pairs.map(({ a, b }) => [a, b]), [["a", "c"]]);
  assert(pairs[0].share > 0.95, String(pairs[0].share));
});

Deno.test("findPairs() does not count what is given", () => {
  assertEquals(
    findPairs([item("a", model), item("b", model)], marksOf(model)),
    [],
  );
});

Deno.test("findPairs() does not count what a whole class has in common", () => {
  const all = Array.from({ length: 20 }, (_, i) => item(`${i}`, model));
  assertEquals(findPairs(all, new Set()), []);
});

Deno.test("marksOf() takes any text", () => {
  assertEquals(marksOf("").size, 0);
  assertEquals(marksOf("a b c").size, 0);
  assert(marksOf("x + ".repeat(50)).size > 0);
});
