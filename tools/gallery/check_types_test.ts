import { assertEquals } from "@std/assert";
import { LESSONS } from "../../workbook/catalogue.ts";
import { checkTypes } from "./check_types.ts";

const [lesson] = LESSONS;

const submission = (name: string, text: string) => ({
  lesson,
  name,
  verdict: "wrong" as const,
  place: `wrong.txt:${name.length}`,
  code: { text },
});

Deno.test("checkTypes() names each submission that does not pass, once", async () => {
  const good = 'export type { Endpoint } from "../workbook/endpoint.ts";\n';
  assertEquals(
    await checkTypes([
      submission("good", good),
      submission("one", "export const a = texts;\nexport const b = texts;\n"),
      submission("three", 'export const a: number = "";\n'),
    ]),
    [
      "wrong.txt:3: the code of one has a type error: Cannot find name 'texts'.",
      "wrong.txt:5: the code of three has a type error: Type 'string' is not assignable to type 'number'.",
    ],
  );
});

Deno.test("checkTypes() names the only one that does not pass", async () => {
  assertEquals(
    await checkTypes([submission("one", "export const a = texts;\n")]),
    ["wrong.txt:3: the code of one has a type error: Cannot find name 'texts'."],
  );
});

Deno.test("checkTypes() has nothing to say where there is nothing", async () => {
  assertEquals(await checkTypes([]), []);
});
