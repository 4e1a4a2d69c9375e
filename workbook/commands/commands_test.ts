import { assert, assertEquals, assertMatch } from "@std/assert";
import { fileURLToPath } from "node:url";
import { LESSONS } from "../catalogue.ts";
import type { Lesson } from "../lesson.ts";
import { COMMANDS, isTooOld, OLDEST } from "../cli.ts";
import { fileUrl } from "../paths.ts";
import { copyProject, steadyOutput } from "../../tools/testing/project_copy.ts";
import { type Ran, runCaptured } from "../../tools/testing/run_captured.ts";
import { visible } from "../terminal/bytes.ts";
import {
  HOSTILE_SUBMISSIONS,
  writeHostileSubmissions,
} from "../../tools/testing/hostile_submissions.ts";

const HERE = fileURLToPath(fileUrl("")).replace(/.$/, "");

const project = await copyProject();
Deno.test.afterAll(async () => await project[Symbol.asyncDispose]());

/** Neither a stack trace nor an escape sequence belongs in what a learner reads in a pipe. */
function assertPlain({ stdout, stderr }: Ran): void {
  // deno-lint-ignore no-control-regex
  assertEquals(/\u001b/.test(stdout), false);
  assertEquals(/^ +at .*:\d+:\d+/m.test(stderr), false, stderr);
}

/** The sentence that a command says of what was typed is the pinned one. */
async function assertTells(
  ran: Ran,
  code: number,
  t: Deno.TestContext,
): Promise<void> {
  assertEquals(ran.code, code, ran.stderr);
  assertPlain(ran);
  await t.assertSnapshot(
    steadyOutput(
      (ran.stderr + ran.stdout).replaceAll(project.path, "HERE")
        .replaceAll(HERE, "HERE"),
    ),
  );
}

/** Sees to it that each lesson has a line that begins so, and ends with nothing right yet. */
function assertListed(stdout: string, middle: (lesson: Lesson) => RegExp) {
  const lines = stdout.split("\n").filter((line) =>
    /^.{3} +\d+ {2}/.test(line)
  );
  assertEquals(lines.length, LESSONS.length, stdout);
  LESSONS.forEach((lesson, i) => assertMatch(lines[i], middle(lesson)));
}

Deno.test("deno task lesson --list lists the lessons and where you stand", async () => {
  const ran = await project.task("lesson", "--list");
  assertEquals(ran.code, 0, ran.stderr);
  assertPlain(ran);
  assertListed(
    ran.stdout,
    ({ number, title, theme }) =>
      new RegExp(
        `^ ${number === 1 ? "→" : " "} +${number} {2}${
          RegExp.escape(title)
        }(?: +${theme})? +not started`, // 80 columns may have no room for the themes
      ),
  );
});

Deno.test("deno task lesson lists the lessons, then goes on with the first", async () => {
  const ran = await project.command("lesson");
  assertEquals(ran.code, 0, ran.stderr);
  assertPlain(ran);
  assertMatch(ran.stdout, /^ +6 {2}Half-close/m);
  assertMatch(ran.stdout, /^1 · Byte order/m);
  assertMatch(ran.stdout, /^Next .*deno task grade 1/m);
});

Deno.test("deno task lesson 3 --text prints every step of the text", async () => {
  const ran = await project.command("lesson", "3", "--text");
  assertEquals(ran.code, 0, ran.stderr);
  assertPlain(ran);
  const source = await Deno.readTextFile(LESSONS[2].files.text.url);
  const headings = [...source.matchAll(/^## (\d+ · .+)$/gm)];
  assert(headings.length > 0);
  const lines = ran.stdout.split("\n");
  for (const [, heading] of headings) {
    // Code in a heading is between backticks there.
    assert(lines.includes(heading.replaceAll("`", "")), heading);
  }
});

for (const { number, demoNet } of LESSONS) {
  Deno.test(`deno task lesson ${number} --demo runs to its end and names the next step`, async () => {
    // A demo with a process of its own writes to the output of its parent.
    const run = demoNet ? project.task : project.command;
    const ran = await run("lesson", String(number), "--demo");
    assertEquals(ran.code, 0, ran.stderr);
    assertPlain(ran);
    assertMatch(ran.stdout, /^ {2}1 {2}/m);
    assertMatch(
      ran.stdout,
      /^Your exercise .*exercise\.ts\nIt is +not started/m,
    );
    assertMatch(ran.stdout, /^Next .*deno task grade/m);
  });
}

Deno.test("deno task grade judges every exercise, a line for each", async () => {
  const ran = await project.command("grade");
  assertEquals(ran.code, 2, ran.stderr);
  assertPlain(ran);
  assertListed(
    ran.stdout,
    ({ number, title }) =>
      new RegExp(
        `^ +${number} {2}${RegExp.escape(title)} +not started`,
      ),
  );
});

Deno.test("deno task grade 3 says what is not written yet", async (t) => {
  const ran = await project.task("grade", "3");
  assertEquals(ran.code, 2, ran.stderr);
  assertPlain(ran);
  await t.assertSnapshot(steadyOutput(ran.stdout));
});

for (
  const [how, options, line] of [
    ["part by part", [], /^ {2}part \d {3}\S.* right +\d+ checks$/gm],
    ["check by check", ["--all"], /^ {2}right {3}\S.* \d+ ms$/gm],
  ] as const
) {
  Deno.test(`deno task grade tells a right submission ${how}`, async () => {
    const ran = await project.command(
      "grade",
      "3",
      "--answer",
      "solutions/03_server_flow.ts",
      ...options,
    );
    assertEquals(ran.code, 0, ran.stderr);
    assertPlain(ran);
    assert(ran.stdout.match(line)!.length > 1, ran.stdout);
    assertMatch(ran.stdout, /^right, all \d+ checks, mastered$/m);
    const lines = ran.stdout.split("\n");
    assertEquals(lines.filter((line) => line.length > 80), []);
  });
}

Deno.test("deno task grade shows the exchange that led to a wrong check", async (t) => {
  await project.writeWrong();
  const ran = await project.command("grade", "3", "--seed=7");
  await project.reset();
  assertEquals(ran.code, 1, ran.stderr);
  assertPlain(ran);
  const [told] = ran.stdout.match(
    /(?<=^ {2}part 4 .* WRONG .*\n)(?: {10,}(?! *also wrong).*\n)+(?= {10,}also wrong)/m,
  ) ?? [""];
  await t.assertSnapshot(steadyOutput(told));
});

Deno.test("deno task grade names a name that is not there, though a catch hides it", async () => {
  const solution = await Deno.readTextFile(LESSONS[2].files.solution.url);
  await project.write(3, solution.replace("${decoder", "${decodr"));
  const ran = await project.command("grade", "3");
  await project.reset();
  assertEquals(ran.code, 1, ran.stderr);
  assertMatch(
    ran.stdout.replace(/\s+/g, " "),
    / types lessons\/03_server_flow\/exercise\.ts:\d+:\d+ Cannot find name 'decodr'/,
  );
});

Deno.test("deno task grade --junit prints one suite a lesson", async () => {
  // Of these each has its verdict without a process.
  const { code } = HOSTILE_SUBMISSIONS.conflict;
  for (const { number } of LESSONS) await project.write(number, code);
  const ran = await project.command("grade", "--junit");
  await project.reset();
  assertEquals(ran.code, 3, ran.stderr);
  assertEquals(
    ran.stdout.match(/<testsuite /g)?.length,
    LESSONS.length,
  );
});

Deno.test("deno task grade takes --answer from the folder it was typed in", async () => {
  const ran = await project.deno([
    "task",
    "--quiet",
    "grade",
    "3",
    "--answer",
    "03_server_flow.ts",
  ], { cwd: `${project.path}/solutions` });
  assertEquals(ran.code, 0, ran.stderr);
});

const mistakes: Array<[words: string[], code: number]> = [
  [["lesson", "16"], 3],
  [["lesson", "0"], 3],
  [["lesson", "three"], 3],
  [["lesson", "3", "4"], 3],
  [["lesson", "-1"], 3],
  [["lesson", "3.5"], 3],
  [["lesson", "3 "], 3],
  [["lesson", "3\u001b[31m\n"], 3],
  [["lesson", "x".repeat(500)], 3],
  [["lesson", "3", "--list"], 3],
  [["lesson", "--list", "--edit"], 3],
  [["lesson", "3", "--txet"], 3],
  [["lesson", "3", "--text", "--demo"], 3],
  [["grade", "16"], 3],
  [["grade", "x"], 3],
  [["grade", "1", "2"], 3],
  [["grade", "--answer", "x.ts"], 3],
  [["grade", "3", "--answer"], 3],
  [["grade", "3", "--answer", "no_such_file.ts"], 3],
  [["grade", "3", "--answer", "lessons"], 3],
  [["grade", "3", "--seed", "seven"], 3],
  [["grade", "3", "--seed", "-1"], 3],
  [["grade", "3", "--junit=yes"], 3],
  [["grade", "3", "--seed=1", "--seed=2"], 3],
  [["grade", "3", "--answer", ""], 3],
  [["grade", "3", "--model", "x".repeat(500)], 3],
  [["grade", "3", "--model", "kind", "--schedules", "2"], 3],
  [["poke", "3", "x".repeat(500)], 3],
  [["hint", "3", "nonsense"], 3],
  [["hint", "3", "stop()"], 3],
  [["progress", "3"], 3],
  [[
    "grade",
    "3",
    "--schedules",
    "2",
    "--answer",
    ".handshake/typed/throws_at_load.ts",
  ], 3],
  [["grade", "3", "--answer", ".handshake/typed/broken_file.ts"], 3],
  [["grade", "3", "--answer", ".handshake/typed/throws_at_load.ts"], 3],
  [["grade", "3", "--answer", ".handshake/typed/missing_export.ts"], 1],
  [["grade", "3", "--answer", ".handshake/typed/wrong_kind.ts"], 1],
];
await writeHostileSubmissions(fileUrl(".handshake/typed/"), [
  "broken_file",
  "missing_export",
  "throws_at_load",
  "wrong_kind",
]);
for (const [words, code] of mistakes) {
  const typed = visible(words.join(" ")).slice(0, 80);
  Deno.test(`deno task ${typed} says what is wrong`, async (t) => {
    await assertTells(await runCaptured(COMMANDS, ...words), code, t);
  });
}

Deno.test("--beyond counts on the model network, too", async () => {
  const solution = await Deno.readTextFile(
    fileUrl("solutions/01_byte_order.ts"),
  );
  const oneWrite = solution.replace(
    "sent += await conn.write(bytes.subarray(sent));",
    "sent = bytes.length + 0 * await conn.write(bytes);",
  );
  const answer = ".handshake/typed/one_write.ts";
  await Deno.writeTextFile(fileUrl(answer), oneWrite);
  const options = ["--answer", answer, "--model", "kind", "--seed", "7"];
  const without = await runCaptured(COMMANDS, "grade", "1", ...options);
  assertEquals(without.code, 0, without.stderr);
  const asked = await runCaptured(
    COMMANDS,
    "grade",
    "1",
    "--beyond",
    ...options,
  );
  assertEquals(asked.code, 1, asked.stderr);
  assertMatch(
    asked.stdout,
    /^wrong, (\d+) of \1 checks right; beyond: \d+ of/m,
  );
  assertMatch(asked.stdout, /^Replay it: .* --seed 7 --beyond$/m);
});

Deno.test("a task says what its command says in this process", async () => {
  for (const words of [["lesson", "16"], ["hint", "3", "nonsense"]]) {
    const ran = await project.task(...words);
    assertEquals(ran, await runCaptured(COMMANDS, ...words));
    assertEquals(ran, await project.command(...words));
  }
  for (const words of [["lesson", "3", "--text"], ["solution", "3"]]) {
    assertEquals(
      await project.task(...words),
      await project.command(...words),
    );
  }
});

Deno.test("deno task solution 3 asks, and says so where there is no terminal", async (t) => {
  await assertTells(await project.command("solution", "3"), 3, t);
});

Deno.test("the commands work from another folder", async () => {
  const ran = await project.deno([
    "task",
    "--quiet",
    "--config",
    `${project.path}/deno.json`,
    "lesson",
    "3",
    "--text",
  ], { cwd: `${project.path}/..` });
  assertEquals(ran.code, 0, ran.stderr);
});

Deno.test("the commands work in a folder with any characters in its name", async () => {
  await using project = await copyProject(
    " (1), it's #1 100% {é} [~^]" +
      (Deno.build.os === "windows" ? "" : ' <"a|b?">\\n'),
  );
  for (
    const words of [
      ["grade", "3", "--answer", LESSONS[2].files.solution.path],
      ["lesson", "2", "--demo"],
    ]
  ) {
    const ran = await project.task(...words);
    assertEquals(ran.code, 0, ran.stdout + ran.stderr);
    assertPlain(ran);
  }
  const { solution, exercise } = LESSONS[2].files;
  await project.write(3, `export * from "../../${solution.path}";\n`);
  const { code, stdout } = await project.task("grade", "3");
  assertEquals(code, 3, stdout);
  assert(stdout.includes(`the submission uses ${solution.path}`), stdout);
  assert(stdout.includes(`${exercise.path}:1:15`), stdout);
});

Deno.test("lesson --edit waits for the editor and passes its failure on", async () => {
  for (const [status, code] of [[0, 0], [1, 3]]) {
    const { code: ended, stderr } = await project.deno(
      ["task", "--quiet", "lesson", "3", "--edit"],
      { env: { VISUAL: `deno eval Deno.exit(${status})` } },
    );
    assertEquals(ended, code, stderr);
    assertEquals(stderr.includes("set EDITOR to another"), status !== 0);
  }
});

Deno.test("lesson --edit takes a path in quotes, and names an exercise that is gone", async () => {
  await using project = await copyProject();
  const edit = (editor: string) =>
    project.deno(["task", "--quiet", "lesson", "3", "--edit"], {
      env: { VISUAL: editor },
    });
  assertEquals((await edit(`"deno" eval 'Deno.exit(0)'`)).code, 0);
  await Deno.remove(new URL(LESSONS[2].files.exercise.path, project.url));
  const { code, stderr } = await edit("deno eval 0");
  assertEquals(code, 3);
  assertMatch(stderr, /^Cannot open .*exercise\.ts: .* deno task reset 3\n$/);
});

Deno.test("a reader that has enough, as head does, is no error", async () => {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "lesson", "3", "--demo"],
    cwd: project.path,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const reader = child.stdout.getReader();
  await reader.read();
  await reader.cancel();
  assertEquals(await new Response(child.stderr).text(), "");
  assertEquals((await child.status).code, 0);
});

Deno.test("a file of the workbook that is gone is named, not traced", async () => {
  await using project = await copyProject();
  const { text, guide, exercise, solution } = LESSONS[2].files;
  for (
    const [file, ...words] of [
      [text.path, "lesson", "3", "--text"],
      [guide.path, "quiz", "3"],
      [solution.path, "solution", "3", "--yes"],
      [exercise.path.replace(/[^/]+$/, ""), "watch", "3"],
    ]
  ) {
    await Deno.remove(new URL(file, project.url), { recursive: true });
    const { code, stderr } = await project.command(...words);
    assertEquals(code, 3, words.join(" "));
    assertMatch(stderr, /^Cannot find [^\n]+ git checkout -- [^\n]+\n$/);
    assert(stderr.includes(file.replace(/\/$/, "")), stderr);
  }
  // What is right stays right where a teacher has taken the model answers out.
  await project.solve(1);
  await Deno.remove(new URL("solutions", project.url), { recursive: true });
  const { code, stdout, stderr } = await project.command("grade", "1");
  assertEquals(code, 0, stdout + stderr);
});

Deno.test("a command that nobody knows is named", async () => {
  const ran = await project.deno(["run", "workbook/cli.ts", "lessen"]);
  assertEquals(ran.code, 3);
  assertEquals(
    ran.stderr,
    'Cannot find command "lessen": run  deno task  to see the list\n',
  );
});

Deno.test("a Deno that is too old is known, and the README names the oldest", async () => {
  for (const version of ["1.46.3", "2.8.9", "2.9.0", "2.9.4"]) {
    assert(isTooOld(version), version);
  }
  for (const version of ["2.9.5", "2.9.5+a1b2c3d", "2.9.10", "2.10.0", "3.0"]) {
    assert(!isTooOld(version), version);
  }
  const readme = await Deno.readTextFile(fileUrl("README.md"));
  assert(readme.includes(`${OLDEST} or newer`));
});
