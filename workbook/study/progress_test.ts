import { assertEquals, assertStringIncludes } from "@std/assert";
import { LESSONS } from "../catalogue.ts";
import { makeLink } from "../../tools/testing/link.ts";
import { copyProject } from "../../tools/testing/project_copy.ts";

const FILE = ".handshake/progress.json";

Deno.test("progress judges what it does not know, and remembers it", async () => {
  await using project = await copyProject();
  const first = await project.task("progress");
  assertEquals(first.code, 0, first.stderr);
  const saved = await Deno.readTextFile(new URL(FILE, project.url));
  const second = await project.task("progress");
  assertEquals(second.stdout, first.stdout);
  assertEquals(
    await Deno.readTextFile(new URL(FILE, project.url)),
    saved,
  );
});

Deno.test("progress says that its file is damaged, and judges again", async () => {
  await using project = await copyProject();
  const before = await project.task("progress");
  const damaged = [
    "",
    "{",
    "[]",
    '{"version":1}',
    '{"version":9}',
    '{"version":1,"standings":[],"predictions":{},"hints":{}}',
    '{"version":1,"standings":{"03_server_flow":5},"predictions":{},"hints":{}}',
    '{"version":1,"standings":{},"predictions":{},"hints":{"a":"many"}}',
  ];
  for (const text of damaged) {
    await Deno.writeTextFile(new URL(FILE, project.url), text);
    const after = await project.task("progress");
    assertEquals(after.code, 0, after.stderr);
    assertStringIncludes(after.stdout, "could not be read");
    assertStringIncludes(after.stdout, before.stdout);
  }
});

Deno.test("a damaged file is kept, whichever command meets it", async () => {
  await using project = await copyProject();
  await project.task("progress");
  await Deno.writeTextFile(new URL(FILE, project.url), '{"hints": precious');
  const { stderr, code } = await project.task("grade", "3");
  assertEquals(code, 2);
  assertStringIncludes(stderr, ".handshake/progress.damaged.json");
  assertEquals(
    await Deno.readTextFile(
      new URL(".handshake/progress.damaged.json", project.url),
    ),
    '{"hints": precious',
  );
  assertEquals((await project.task("grade", "3")).stderr, "");
});

Deno.test("a file that cannot be read is not replaced", {
  ignore: Deno.build.os === "windows",
}, async () => {
  await using project = await copyProject();
  await Deno.mkdir(new URL(".handshake", project.url));
  // A link to itself: it is there, and nobody can read it.
  await makeLink("progress.json", new URL(FILE, project.url));
  const { code, stderr } = await project.task("hint", "3");
  assertEquals(code, 0);
  assertStringIncludes(stderr, "nothing is remembered of this");
  assertEquals(
    await Deno.readLink(new URL(FILE, project.url)),
    "progress.json",
  );
});

Deno.test("the file may have passed through an editor that marks its text", async () => {
  await using project = await copyProject();
  await project.task("hint", "3");
  const file = new URL(FILE, project.url);
  const text = await Deno.readTextFile(file);
  await Deno.writeTextFile(file, `\ufeff${text.replaceAll("\n", "\r\n")}`);
  const { stdout, stderr } = await project.task("progress");
  assertEquals(stderr, "");
  assertStringIncludes(stdout, "Hints         1 shown");
});

Deno.test("commands at once lose nothing of each other", async () => {
  await using project = await copyProject();
  await Promise.all(
    LESSONS.map(({ number }) => project.task("hint", String(number))),
  );
  const { stdout } = await project.task("progress");
  assertStringIncludes(stdout, `Hints         ${LESSONS.length} shown`);
});

Deno.test("progress is not shown for another content", async () => {
  await using project = await copyProject();
  await project.task("progress");
  await project.write(
    3,
    await Deno.readTextFile(
      new URL("solutions/03_server_flow.ts", project.url),
    ),
  );
  const { stdout } = await project.task("progress");
  assertStringIncludes(
    stdout.split("\n").find((line) => line.includes("The server flow"))!,
    "right",
  );
});

Deno.test("progress counts the answers to questions that are still asked", async () => {
  await using project = await copyProject();
  await project.task("hint", "3");
  const file = new URL(FILE, project.url);
  const kept = JSON.parse(await Deno.readTextFile(file));
  kept.predictions = {
    "03_server_flow/who-closes": true,
    "03_server_flow/asked-long-ago": true,
  };
  await Deno.writeTextFile(file, JSON.stringify(kept));
  const { stdout } = await project.task("progress");
  assertStringIncludes(stdout, "1 right of 1 answered");
});

Deno.test("progress judges again what could not be graded", async () => {
  await using project = await copyProject();
  await project.task("progress");
  const file = new URL(FILE, project.url);
  const kept = JSON.parse(await Deno.readTextFile(file));
  kept.standings["03_server_flow"].status = "not graded";
  await Deno.writeTextFile(file, JSON.stringify(kept));
  const { stdout } = await project.task("progress");
  assertEquals(stdout.includes("not graded"), false, stdout);
});

Deno.test("lesson without a number goes on at the first lesson that is not right, wrapping round", async () => {
  await using project = await copyProject();
  await project.solveAll();
  const stub = new URL("workbook/stubs/02_addresses.ts", project.url);
  await project.write(2, await Deno.readTextFile(stub));
  await project.task("grade", "4");
  const { stdout, code } = await project.task("lesson", "--text");
  assertEquals(code, 0);
  assertStringIncludes(stdout, "2 · Addresses and kinds of sockets  ");
});

Deno.test("the commands work where nothing may be written", async () => {
  await using project = await copyProject();
  // A file where the folder should be: nothing can be made in it.
  await Deno.writeTextFile(new URL(".handshake", project.url), "");
  const ran = await project.task("progress");
  assertEquals(ran.code, 0, ran.stderr);
  assertEquals(ran.stderr.match(/nothing is remembered/g)?.length, 1);
});
