import { assertEquals } from "@std/assert";
import { findListed } from "./listed.ts";
import { makeMutants } from "./mutants.ts";

const entry = {
  operator: "drop-await",
  owner: "f",
  before: "await g();",
  after: "g();",
  nth: 1,
  reason: "g() has nothing to wait for",
};

Deno.test("findListed() finds a mutant wherever its function is", () => {
  const code = "async function f() {\n  await g();\n}\n";
  for (const text of [code, `const a = 1;\n\n${code}`]) {
    const mutants = makeMutants(text);
    const { byMutant, stale } = findListed(mutants, [entry]);
    assertEquals([...byMutant.keys()].map(({ id }) => id), ["drop-await.1"]);
    assertEquals(stale, []);
  }
});

Deno.test("findListed() distinguishes equal lines by their number", () => {
  const mutants = makeMutants(
    "async function f() {\n  await g();\n  await g();\n}\n",
  );
  const ids = (nth: number) =>
    [...findListed(mutants, [{ ...entry, nth }]).byMutant.keys()]
      .map(({ id }) => id);
  assertEquals(ids(1), ["drop-await.1"]);
  assertEquals(ids(2), ["drop-await.2"]);
  assertEquals(ids(3), []);
});

Deno.test("findListed() reports entries that match nothing any more", () => {
  const mutants = makeMutants("async function h() {\n  await g();\n}\n");
  assertEquals(findListed(mutants, [entry]).stale, [entry]);
});
