import { assertEquals, assertStringIncludes } from "@std/assert";
import { LESSONS } from "../../workbook/catalogue.ts";
import { fileUrl } from "../../workbook/paths.ts";
import { rightSubmissions, wrongSubmissions } from "./known_submissions.ts";

const [lesson] = LESSONS;
const FOLDER = ".handshake/gallery_test";
const HEAD = "  wrong    why\n  caught   a check\n";
const CHANGE = "  -const HEADER_BYTES = 7;\n  +const HEADER_BYTES = 8;\n";

/** Reads a gallery with these files instead of one of the workbook's. */
async function read(files: Record<string, string>) {
  await Deno.mkdir(fileUrl(`${FOLDER}/wrong`), { recursive: true });
  await Deno.mkdir(fileUrl(`${FOLDER}/right`), { recursive: true });
  try {
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(fileUrl(`${FOLDER}/${name}`), text);
    }
    return await wrongSubmissions(lesson, FOLDER);
  } finally {
    await Deno.remove(fileUrl(FOLDER), { recursive: true });
  }
}

for (const lesson of LESSONS) {
  Deno.test(`every wrong submission of lesson ${lesson.number} can be made`, async () => {
    const { submissions, problems } = await wrongSubmissions(lesson);
    assertEquals(problems, []);
    const solution = await Deno.readTextFile(lesson.files.solution.url);
    for (const { name, code } of submissions) {
      if ("text" in code) assertEquals(code.text === solution, false, name);
    }
  });

  Deno.test(`every right submission of lesson ${lesson.number} says how it differs`, async () => {
    const known = await rightSubmissions(lesson);
    assertEquals(known[0].name, "solution");
    assertEquals(known.length > 1, true);
  });
}

Deno.test("wrongSubmissions() makes the code of a change, and names the file of the others", async () => {
  const { submissions, problems } = await read({
    "wrong.txt":
      `a_change\n${HEAD}${CHANGE}  what     it failed\n\na_file\n${HEAD}`,
    "wrong/a_file.ts": "export {};\n",
  });
  assertEquals(problems, []);
  const [change, file] = submissions;
  assertStringIncludes(
    "text" in change.code ? change.code.text : "",
    "const HEADER_BYTES = 8;",
  );
  assertEquals(change.place, `${FOLDER}/wrong.txt:1`);
  assertEquals(change.message, [["what", "it failed"]]);
  assertEquals(file.code, { path: `${FOLDER}/wrong/a_file.ts` });
  assertEquals(file.place, `${FOLDER}/wrong.txt:8`);
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
  "the name of a right submission": [
    { "wrong.txt": `one\n${HEAD}${CHANGE}`, "right/one.ts": "" },
    `${FOLDER}/wrong.txt:1: Cannot use the name "one"`,
  ],
};

for (const [what, [files, problem]] of Object.entries(MISTAKES)) {
  Deno.test(`wrongSubmissions() reports ${what}`, async () => {
    const { problems } = await read(files);
    assertEquals(problems.length, 1);
    assertStringIncludes(problems[0], problem);
  });
}
