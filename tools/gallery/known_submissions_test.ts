import { assertEquals, assertStringIncludes } from "@std/assert";
import { LESSONS } from "../../workbook/catalogue.ts";
import { fileUrl } from "../../workbook/paths.ts";
import { knownSubmissions } from "./known_submissions.ts";

const [lesson] = LESSONS;
const FOLDER = ".handshake/gallery_test";
const HEAD = "  wrong    why\n  caught   a check\n";
const RIGHT = "  right    by another name\n";
const CHANGE = "  -const HEADER_BYTES = 7;\n  +const HEADER_BYTES = 8;\n";

/** Reads a gallery with these files instead of one of the workbook's. */
async function read(files: Record<string, string>) {
  await Deno.mkdir(fileUrl(`${FOLDER}/wrong`), { recursive: true });
  await Deno.mkdir(fileUrl(`${FOLDER}/right`), { recursive: true });
  try {
    const all = { "right.txt": "", "wrong.txt": "", ...files };
    for (const [name, text] of Object.entries(all)) {
      await Deno.writeTextFile(fileUrl(`${FOLDER}/${name}`), text);
    }
    return await knownSubmissions(lesson, FOLDER);
  } finally {
    await Deno.remove(fileUrl(FOLDER), { recursive: true });
  }
}

for (const lesson of LESSONS) {
  Deno.test(`every known submission of lesson ${lesson.number} can be made`, async () => {
    const { rights, wrongs, problems } = await knownSubmissions(lesson);
    assertEquals(problems, []);
    assertEquals(rights[0].name, "solution");
    assertEquals(rights.length > 1 && wrongs.length > 0, true);
    const solution = await Deno.readTextFile(lesson.files.solution.url);
    for (const { name, code } of [...rights, ...wrongs]) {
      if ("text" in code) assertEquals(code.text === solution, false, name);
    }
  });
}

Deno.test("knownSubmissions() makes the code of a change, and names the file of the others", async () => {
  const { rights, wrongs, problems } = await read({
    "wrong.txt":
      `a_change\n${HEAD}${CHANGE}  what     it failed\n\na_file\n${HEAD}`,
    "wrong/a_file.ts": "export {};\n",
    "right.txt": `other_change\n${RIGHT}${CHANGE}other_file\n${RIGHT}`,
    "right/other_file.ts": "export {};\n",
  });
  assertEquals(problems, []);
  const [change, file] = wrongs;
  assertStringIncludes(
    "text" in change.code ? change.code.text : "",
    "const HEADER_BYTES = 8;",
  );
  assertEquals(change.place, `${FOLDER}/wrong.txt:1`);
  assertEquals(change.message, [["what", "it failed"]]);
  assertEquals(file.code, { path: `${FOLDER}/wrong/a_file.ts` });
  assertEquals(file.place, `${FOLDER}/wrong.txt:8`);
  assertEquals(
    rights.map((
      { name, verdict, place, code },
    ) => [name, verdict, place, code]),
    [
      ["solution", "right", lesson.files.solution.path, {
        path: lesson.files.solution.path,
      }],
      ["other_change", "right", `${FOLDER}/right.txt:1`, change.code],
      ["other_file", "right", `${FOLDER}/right.txt:5`, {
        path: `${FOLDER}/right/other_file.ts`,
      }],
    ],
  );
});

const MISTAKES: Record<string, [Record<string, string>, string]> = {
  "a change that fits nowhere": [
    { "wrong.txt": `one\n${HEAD}  -const NONE = 7;\n` },
    `${FOLDER}/wrong.txt:4: Cannot find "const NONE = 7;" in the model answer`,
  ],
  "neither a change nor a file": [
    { "wrong.txt": `one\n${HEAD}` },
    `${FOLDER}/wrong.txt:1: Cannot use "one": it has neither a change nor a file`,
  ],
  "a change and a file": [
    { "wrong.txt": `one\n${HEAD}${CHANGE}`, "wrong/one.ts": "" },
    `${FOLDER}/wrong.txt:1: Cannot use both a change and ${FOLDER}/wrong/one.ts`,
  ],
  "a file without an entry": [
    { "wrong.txt": "", "wrong/one.ts": "" },
    `${FOLDER}/wrong/one.ts: Cannot use it: ${FOLDER}/wrong.txt has no entry "one"`,
  ],
  "a right change that fits nowhere": [
    { "right.txt": `one\n${RIGHT}  -const NONE = 7;\n` },
    `${FOLDER}/right.txt:3: Cannot find "const NONE = 7;" in the model answer`,
  ],
  "a right file without an entry": [
    { "right/one.ts": "" },
    `${FOLDER}/right/one.ts: Cannot use it: ${FOLDER}/right.txt has no entry "one"`,
  ],
  "the name of a right submission": [
    {
      "wrong.txt": `one\n${HEAD}${CHANGE}`,
      "right.txt": `one\n${RIGHT}`,
      "right/one.ts": "",
    },
    `${FOLDER}/wrong.txt:1: Cannot use the name "one": the submission at ${FOLDER}/right.txt:1 has it`,
  ],
};

for (const [what, [files, problem]] of Object.entries(MISTAKES)) {
  Deno.test(`knownSubmissions() reports ${what}`, async () => {
    const { problems } = await read(files);
    assertEquals(problems.length, 1);
    assertStringIncludes(problems[0], problem);
  });
}
