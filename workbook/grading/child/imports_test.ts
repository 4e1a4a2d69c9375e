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
