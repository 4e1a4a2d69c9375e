import { assertEquals } from "@std/assert";
import { loadFault } from "./load_fault.ts";

/** A file whose address holds what else stands around one: quotes and brackets. */
const FOLDER = "file:///home/it's%20(1)/";
const FILE = `${FOLDER}answer.ts`;
const AT = "/home/it's (1)/answer.ts:1:19";

Deno.test("a file that is not there is named, whatever folder it lies in", () => {
  const { what, at } = loadFault(
    new TypeError(
      `Module not found "${FOLDER}a%20'b'.ts".\n    at ${FILE}:1:19`,
    ),
    FILE,
  );
  assertEquals(
    what,
    "the file imports /home/it's (1)/a 'b'.ts, and there is no such file",
  );
  assertEquals(at, AT);
});

Deno.test("a file that may not be read is named, whatever folder it lies in", () => {
  const { what, at } = loadFault(
    new TypeError(
      `Import '${FOLDER}a.ts' failed.\n    0: Permission denied (os error 13)\n    at ${FILE}:1:19`,
    ),
    FILE,
  );
  assertEquals(
    what,
    "the file imports /home/it's (1)/a.ts, which a submission cannot load",
  );
  assertEquals(at, AT);
});

Deno.test("a place in the loader's sentence is one of the file", () => {
  const { what, at } = loadFault(
    new SyntaxError(`Identifier 'x' has already been declared at ${FILE}:1:19`),
    FILE,
  );
  assertEquals(
    what,
    `the file cannot be read as TypeScript: Identifier 'x' has already been declared at ${AT}`,
  );
  assertEquals(at, AT);
});

Deno.test("a module of node: that is not there is an import of that name", () => {
  const error = new TypeError("No such built-in module: node:fss");
  error.stack = `TypeError: ${error.message}\n    at ${FILE}:1:19`;
  const { what, lookAt, at } = loadFault(error, FILE);
  assertEquals(what, "the file imports node:fss, and there is no such module");
  assertEquals(lookAt, "the name in the import");
  assertEquals(at, AT);
});
