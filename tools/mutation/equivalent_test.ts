import { assert, assertEquals, assertThrows } from "@std/assert";
import { LESSONS } from "../../workbook/catalogue.ts";
import { ListError, parseEquivalent, readEquivalent } from "./equivalent.ts";

const LIST = `# Any size of the buffer is right:
# only speed differs.
off-by-one in serve
  -  new Uint8Array(4);
  +  new Uint8Array(5);
drop-statement in serve (2)
  -  log();
  +

# Nobody can see it.
drop-await in stop
  -  await f();
  +  f();
`;

Deno.test("parseEquivalent() reads entries with the reason before them", () => {
  const entries = parseEquivalent(LIST, "list.txt");
  const reason = "Any size of the buffer is right: only speed differs.";
  assertEquals(entries, [
    {
      operator: "off-by-one",
      owner: "serve",
      before: "new Uint8Array(4);",
      after: "new Uint8Array(5);",
      nth: 1,
      reason,
    },
    {
      operator: "drop-statement",
      owner: "serve",
      before: "log();",
      after: "",
      nth: 2,
      reason,
    },
    {
      operator: "drop-await",
      owner: "stop",
      before: "await f();",
      after: "f();",
      nth: 1,
      reason: "Nobody can see it.",
    },
  ]);
});

Deno.test("parseEquivalent() reads line ends of Windows", () => {
  assertEquals(
    parseEquivalent(LIST.replaceAll("\n", "\r\n"), "list.txt"),
    parseEquivalent(LIST, "list.txt"),
  );
});

Deno.test("parseEquivalent() says which line it cannot read", () => {
  const wrong: Record<string, string> = {
    "no reason": "drop-await in stop\n  -  await f();\n  +  f();\n",
    "no lines": "# A reason.\n\ndrop-await in stop\n",
    "no owner": "# A reason.\n\ndrop-await\n  -  await f();\n  +  f();\n",
  };
  for (const text of Object.values(wrong)) {
    const line = text.startsWith("#") ? 3 : 1;
    assertThrows(
      () => parseEquivalent(text, "list.txt"),
      ListError,
      `Cannot read list.txt:${line}: `,
    );
  }
});

Deno.test("every list belongs to a lesson and can be read", async () => {
  const folder = new URL("equivalent/", import.meta.url);
  const stems = LESSONS.map(({ stem }) => stem);
  for await (const { name } of Deno.readDir(folder)) {
    assert(stems.includes(name.replace(".txt", "")), name);
  }
  for (const lesson of LESSONS) await readEquivalent(lesson);
});
