import { assertEquals } from "@std/assert";
import { importsIn } from "./imports.ts";

Deno.test("importsIn() takes no name in backquotes behind the word from for an import", () => {
  const { names, computed } = importsIn(
    "// The lines from `start` on, from `${first}`, as in `node:net`.\n" +
      'import { a } from "./a.ts";\n',
  );
  assertEquals([names, computed], [["./a.ts"], undefined]);
});

Deno.test("importsIn() finds an import() whose name is a template", () => {
  const { names, computed } = importsIn(
    "await import(`./a.ts`);\nawait import(`./${b}.ts`);\n",
  );
  assertEquals([names, computed], [["./a.ts"], 2]);
});

Deno.test("importsIn() finds an import behind a word that stands in a comment or a text", () => {
  const find = (text: string) => {
    const { names, computed } = importsIn(text);
    return computed === undefined ? names.at(-1) : "computed";
  };
  assertEquals(find('/* from " */ import a from "node:vm";'), "node:vm");
  assertEquals(find(`"from/*"; import a from "node:vm"; "*/'x'"`), "node:vm");
  assertEquals(find(`"import/*"; import(a); "*/('./a.ts')"`), "computed");
  assertEquals(find('import a from /* * / ** */ "node:vm"'), "node:vm");
});

Deno.test("importsIn() takes what hides a name for a computed one", () => {
  for (
    const text of [
      'import "./..%2fa.ts";',
      'import "./..%5Ca.ts";',
      "/** @jsxImportSource ./a.ts */",
    ]
  ) assertEquals(importsIn(text).computed, 1, text);
});
