import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { LESSONS } from "../catalogue.ts";
import { makeLink } from "../../tools/testing/link.ts";
import {
  copyProject,
  type ProjectCopy,
} from "../../tools/testing/project_copy.ts";

const FILE = ".handshake/progress.json";

/** What progress remembers of the stubs. All of them are judged for it once, where a file is damaged. */
let known = "";

/** Writes what is remembered into a copy: the stubs need not be judged again. */
async function remember({ url }: ProjectCopy, text = known): Promise<void> {
  await Deno.mkdir(new URL(".", new URL(FILE, url)), { recursive: true });
  await Deno.writeTextFile(new URL(FILE, url), text);
}

Deno.test("progress says that its file is damaged, and judges again", async () => {
  await using project = await copyProject();
  await remember(project, "{");
  const { code, stdout, stderr } = await project.task("progress");
  assertEquals(code, 0, stderr);
  assertStringIncludes(stdout, "could not be read");
  known = await Deno.readTextFile(new URL(FILE, project.url));
  assertEquals(known.match(/"status": "not started"/g)?.length, LESSONS.length);
});

Deno.test("progress does not judge again what it remembers", async () => {
  await using project = await copyProject();
  // None of the exercises is right: it is what the file says.
  await remember(project, known.replaceAll('"not started"', '"right"'));
  const { stdout } = await project.command("progress");
  assertEquals(stdout.match(/^ .* {2}right\b/gm)?.length, LESSONS.length);
});

Deno.test("progress says which verdicts are those of the page", async () => {
  await using project = await copyProject();
  const all = JSON.parse(known);
  all.standings[LESSONS[2].stem].on = "model";
  await remember(project, JSON.stringify(all));
  const { stdout } = await project.command("progress");
  assertMatch(stdout, /^In the page +3: judged on the model network/m);
});

Deno.test("readProgress() takes no part of a damaged file", async () => {
  await using project = await copyProject();
  const { readProgress }: typeof import("./progress_file.ts") = await import(
    new URL("workbook/study/progress_file.ts", project.url).href
  );
  for (
    const text of [
      "",
      "{",
      "[]",
      '{"version":1}',
      '{"version":9}',
      '{"version":1,"standings":[],"predictions":{},"hints":{}}',
      '{"version":1,"standings":{"03_server_flow":5},"predictions":{},"hints":{}}',
      '{"version":1,"standings":{},"predictions":{},"hints":{"a":"many"}}',
    ]
  ) {
    await remember(project, text);
    const { progress, damaged } = await readProgress();
    assertEquals([damaged, progress.standings, progress.hints], [true, {}, {}]);
  }
  await remember(project);
  const { progress, damaged } = await readProgress();
  assertEquals([damaged, progress], [false, JSON.parse(known)]);
});

Deno.test("a damaged file is kept, whichever command meets it", async () => {
  await using project = await copyProject();
  await remember(project, '{"hints": precious');
  const { stderr, code } = await project.command("grade", "3");
  assertEquals(code, 2);
  assertStringIncludes(stderr, ".handshake/progress.damaged.json");
  assertEquals(
    await Deno.readTextFile(
      new URL(".handshake/progress.damaged.json", project.url),
    ),
    '{"hints": precious',
  );
  assertEquals((await project.command("grade", "3")).stderr, "");
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
  assertStringIncludes(stderr, "so nothing of this run is remembered");
  assertEquals(
    await Deno.readLink(new URL(FILE, project.url)),
    "progress.json",
  );
});

Deno.test("the file may have passed through an editor that marks its text", async () => {
  await using project = await copyProject();
  const text = known.replace('"hints": {', '"hints": {\n  "a": 1');
  await remember(project, `\ufeff${text.replaceAll("\n", "\r\n")}`);
  const { stdout, stderr } = await project.command("progress");
  assertEquals(stderr, "");
  assertStringIncludes(stdout, "Hints         1 shown");
});

Deno.test("commands at once lose nothing of each other", async () => {
  await using project = await copyProject();
  await remember(project);
  const lessons = LESSONS.slice(0, 6);
  await Promise.all(lessons.map(async ({ number, guide }) => {
    // For a check that is named nothing is judged.
    const [check] = Object.keys((await guide()).hints);
    const { code, stderr } = await project.task("hint", `${number}`, check);
    assertEquals(code, 0, stderr);
  }));
  const { stdout } = await project.command("progress");
  assertStringIncludes(stdout, `Hints         ${lessons.length} shown`);
});

Deno.test("progress is not shown for another content", async () => {
  await using project = await copyProject();
  await remember(project);
  await project.write(
    3,
    await Deno.readTextFile(
      new URL("solutions/03_server_flow.ts", project.url),
    ),
  );
  const { stdout } = await project.command("progress");
  assertStringIncludes(
    stdout.split("\n").find((line) => line.includes("The server flow"))!,
    "mastered",
  );
});

Deno.test("progress counts the answers to questions that are still asked", async () => {
  await using project = await copyProject();
  const kept = JSON.parse(known);
  kept.predictions = {
    "03_server_flow/who-closes": true,
    "03_server_flow/asked-long-ago": true,
  };
  await remember(project, JSON.stringify(kept));
  const { stdout } = await project.command("progress");
  assertStringIncludes(stdout, "1 right of 1 answered");
});

Deno.test("progress judges again what could not be graded", async () => {
  await using project = await copyProject();
  const kept = JSON.parse(known);
  kept.standings["03_server_flow"].status = "not graded";
  await remember(project, JSON.stringify(kept));
  const { stdout } = await project.command("progress");
  assertEquals(stdout.includes("not graded"), false, stdout);
});

Deno.test("lesson without a number continues at the lowest lesson that is not right", async () => {
  await using project = await copyProject();
  const kept = JSON.parse(known);
  for (const { stem } of LESSONS) {
    if (stem !== "02_addresses") kept.standings[stem].status = "right";
  }
  await remember(project, JSON.stringify({ ...kept, last: 4 }));
  const { stdout, code } = await project.command("lesson", "--text");
  assertEquals(code, 0);
  assertStringIncludes(stdout, "2 · Addresses and kinds of sockets  ");
});

Deno.test("the commands work where nothing may be written", async () => {
  await using project = await copyProject();
  // A file where the folder should be: nothing can be made in it.
  await Deno.writeTextFile(new URL(".handshake", project.url), "");
  // A verdict, then a count: it is said once.
  const ran = await project.task("hint", "1");
  assertEquals(ran.code, 0, ran.stderr);
  assertEquals(
    ran.stderr.match(/nothing of this run is remembered/g)?.length,
    1,
  );
});

/** What progress says of a lesson. */
async function lineOf(project: ProjectCopy, title: string): Promise<string> {
  const { stdout } = await project.command("progress");
  return stdout.split("\n").find((line) => line.includes(title)) ?? stdout;
}

Deno.test("a verdict ends when a file that the exercise imports changes", async () => {
  await using project = await copyProject();
  await remember(project);
  const helper = new URL("lessons/06_half_close/chunk.ts", project.url);
  const solution = await Deno.readTextFile(
    new URL("solutions/06_half_close.ts", project.url),
  );
  await Deno.writeTextFile(helper, "export const CHUNK = 65536;\n");
  await project.write(
    6,
    'import { CHUNK } from "./chunk.ts";\n' +
      solution.replace(/^const CHUNK.*$/m, ""),
  );
  await project.command("grade", "6");
  assertMatch(await lineOf(project, "Half-close"), /mastered/);
  await Deno.writeTextFile(helper, "export const CHUNK = -1;\n");
  assertMatch(await lineOf(project, "Half-close"), /wrong/);
});

Deno.test("a save while an exercise is judged leaves no verdict under the new text", async () => {
  await using project = await copyProject();
  const { LESSONS: lessons }: typeof import("../catalogue.ts") = await import(
    new URL("workbook/catalogue.ts", project.url).href
  );
  const { judgeExercise, knownStanding }: typeof import("./progress.ts") =
    await import(new URL("workbook/study/progress.ts", project.url).href);
  const lesson = lessons[5];
  const solution = await Deno.readTextFile(lesson.files.solution.url);
  await project.write(6, solution);
  let saved: Promise<void> | undefined;
  const { status } = await judgeExercise(lesson, {
    onCheck: () => {
      saved ??= project.write(6, `${solution}\nthrow new Error("new");\n`);
    },
  });
  await saved;
  assertEquals(status, "right");
  assertEquals(await knownStanding(lesson), undefined);
});

Deno.test("a hint takes the verdict that is remembered, and says when it must judge", async () => {
  await using project = await copyProject();
  await project.writeWrong();
  const first = await project.command("hint", "3");
  assertStringIncludes(first.stdout, "Judging lessons/03_server_flow/exercise");
  const second = await project.command("hint", "3");
  assertEquals(second.stdout.includes("Judging"), false);
  assertStringIncludes(second.stdout, "2 of 3");
});
