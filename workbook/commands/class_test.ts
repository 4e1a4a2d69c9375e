import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { fileURLToPath } from "node:url";
import { copyProject } from "../../tools/testing/project_copy.ts";

const project = await copyProject();
Deno.test.afterAll(async () => await project[Symbol.asyncDispose]());

const solution = await Deno.readTextFile(
  new URL("solutions/09_connection_endings.ts", project.url),
);
const stub = await Deno.readTextFile(
  new URL("lessons/09_connection_endings/exercise.ts", project.url),
);
/** Folders of a class have names of their own. */
const CLASS = "class #1 100%41";
const SPY = `
const names = [...Deno.readDirSync(".handshake")].map(({ name }) => name);
for (const folder of ["report", "lessons", "${CLASS}", ...names.map((name) => ".handshake/" + name)]) {
  if (folder.startsWith(".handshake/class-") && import.meta.url.includes(folder)) continue;
  if (folder.startsWith(".handshake/") && !folder.includes("class-")) continue;
  try {
    [...Deno.readDirSync(folder)];
    throw new TypeError("read " + folder);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotCapable || error instanceof Deno.errors.NotFound)) throw error;
  }
}
`;

/** Writes the files of a class, and gives its folder. */
async function writeClass(
  name: string,
  files: Record<string, string>,
): Promise<URL> {
  const folder = new URL(`${encodeURIComponent(name)}/`, project.url);
  for (const [path, text] of Object.entries(files)) {
    const url = new URL(
      path.split("/").map(encodeURIComponent).join("/"),
      folder,
    );
    await Deno.mkdir(new URL(".", url), { recursive: true });
    await Deno.writeTextFile(url, text);
  }
  return folder;
}

const reportOf = (name: string, file: string) =>
  new URL(`report/${encodeURIComponent(name)}/${file}`, project.url);

async function readReport(name: string): Promise<
  { submissions: Array<{ student: string; status: string }> }
> {
  return JSON.parse(
    await Deno.readTextFile(
      reportOf(name, "report.json"),
    ),
  );
}

Deno.test("deno task class judges files, folders and clones, and reports", async () => {
  const folder = await writeClass(CLASS, {
    "anna.ts": solution,
    "Ben Ö, jr/deep/exercise.ts": solution + SPY,
    "clone/lessons/09_connection_endings/exercise.ts": stub,
    "clone/lessons/09_connection_endings/demo.ts": "export const demo = 1;\n",
    "=evil.ts": "for (;;);\nexport function drain() {}\n",
    "half/exercise.ts": 'export { drain } from "./own.ts";\n',
    "half/own.ts": "export const drain = ;\n",
    "Zoë/exercise.ts": "export function drain( {\n",
    "notes.txt": "no code",
    "work.zip": "PK",
  });
  const ran = await project.task("class", fileURLToPath(folder), "9");
  assertEquals(ran.code, 0, ran.stderr + ran.stdout);
  const { submissions } = await readReport(CLASS);
  assertEquals(
    submissions.map(({ student, status }) => [student, status]),
    [
      ["=evil", "not graded"],
      ["anna", "right"],
      ["Ben Ö, jr", "right"],
      ["clone", "not started"],
      ["half", "not graded"],
      ["Zoë", "not graded"],
    ],
  );
  assertStringIncludes(ran.stdout, "work.zip: it is an archive; unpack it");
  const csv = await Deno.readTextFile(
    reportOf(CLASS, "report.csv"),
  );
  assertStringIncludes(csv, "\r\n'=evil,9,");
  assertStringIncludes(
    ran.stdout,
    "2 of 6   lesson 9   the file can be loaded",
  );
  for (const name of ["report.csv", "report.json", "junit.xml", "index.html"]) {
    const text = await Deno.readTextFile(
      reportOf(CLASS, name),
    );
    assertEquals(/\.handshake\/class-\w/.test(text), false, name);
    if (name === "report.csv") continue;
    assertStringIncludes(text, "half/own.ts:1:");
    assertStringIncludes(text, "Zoë/exercise.ts:1:");
  }
  const again = await project.command("class", fileURLToPath(folder), "9");
  assertStringIncludes(again.stdout, "6 of 6 were not judged again");
  assertEquals((await readReport(CLASS)).submissions, submissions);
  const left = await Array.fromAsync(
    Deno.readDir(new URL(".handshake/", project.url)),
  );
  assertEquals(left.filter(({ name }) => name.startsWith("class-")), []);
});

Deno.test("deno task class names what is not there, under each student's own path", async () => {
  const slipped = solution.replace("await conn.read(", "await con.read(");
  const folder = await writeClass("slips", {
    "anna/exercise.ts": slipped,
    "ben/exercise.ts": slipped,
  });
  const ran = await project.task("class", fileURLToPath(folder), "9");
  assertEquals(ran.code, 0, ran.stderr);
  const text = await Deno.readTextFile(
    new URL("report/slips/report.json", project.url),
  );
  for (const student of ["anna", "ben"]) {
    assertMatch(
      text,
      new RegExp(`"${student}/exercise\\.ts:\\d+:\\d+ Cannot find name`),
    );
  }
});

Deno.test("deno task class continues after a kill that cut a line off", async () => {
  const folder = await writeClass("cut", { "anna.ts": stub });
  const file = new URL("report/cut/verdicts.jsonl", project.url);
  await project.command("class", fileURLToPath(folder), "9");
  const text = await Deno.readTextFile(file);
  await Deno.writeTextFile(file, text.slice(0, text.length / 2));
  const ran = await project.command("class", fileURLToPath(folder), "9");
  assertEquals(ran.code, 0, ran.stderr);
  assertEquals((await readReport("cut")).submissions.length, 1);
});

Deno.test("deno task class: shards judge each student once, and merge to one report", async () => {
  const folder = await writeClass("many", {
    "a.ts": solution,
    "b.ts": solution,
    "c.ts": solution,
    "d.ts": solution,
  });
  const shards = ["1/2", "2/2"].map((shard) =>
    project.task("class", fileURLToPath(folder), "9", "--shard", shard)
  );
  for (const ran of await Promise.all(shards)) {
    assertEquals(ran.code, 0, ran.stderr);
  }
  const merged = await project.command(
    "class",
    "merge",
    "report/many-shard-1-of-2",
    "report/many-shard-2-of-2",
  );
  assertEquals(merged.code, 0, merged.stderr);
  const { submissions } = await readReport("many");
  assertEquals(submissions.map(({ student }) => student), [
    "a",
    "b",
    "c",
    "d",
  ]);
  const page = await Deno.readTextFile(
    new URL("report/many/index.html", project.url),
  );
  assert(page.includes("a and b, the same"), page.slice(-3000));
});

for (
  const [words, says] of [
    [[], "Cannot judge a class without its folder"],
    [["nowhere"], 'Cannot find folder "nowhere"'],
    [["mod.ts"], "it is a file; name the folder it lies in"],
    [["workbook/wire"], 'Cannot find a submission in "workbook/wire"'],
    [["merge"], "Cannot merge nothing"],
    [["merge", "lessons"], "it holds no verdicts.jsonl"],
    [["class", "99"], 'Cannot find lesson "99"'],
    [["class", "--points", "none.json"], "Cannot read points from"],
    [["class", "--shard", "3/2"], "Cannot use --shard"],
    [[""], 'Cannot use "" as a path'],
    [["x".repeat(300)], '…": its name is too long'],
    [["with, a comma"], "a comma in its path ends a permission"],
  ] as const
) {
  Deno.test(`deno task class ${words.join(" ").slice(0, 60)} says what is wrong`, async () => {
    await writeClass("with, a comma", { "a.ts": solution });
    const ran = await project.command("class", ...words);
    assertEquals(ran.code, 3);
    assertStringIncludes(ran.stderr, says);
    assertEquals(/^ +at /m.test(ran.stderr), false, ran.stderr);
  });
}
