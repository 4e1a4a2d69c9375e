import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { LESSONS } from "../catalogue.ts";
import { COMMANDS } from "../cli.ts";
import { judge } from "../grading/parent/judge.ts";
import { fileUrl } from "../paths.ts";
import { makeLink } from "../../tools/testing/link.ts";
import { copyProject } from "../../tools/testing/project_copy.ts";
import { runCaptured } from "../../tools/testing/run_captured.ts";
import { ShownText } from "../../tools/testing/shown_text.ts";

const { exercise, solution } = LESSONS[2].files;

Deno.test("reset needs --yes where there is no terminal", async () => {
  await using project = await copyProject();
  await project.write(3, "// mine\n");
  const ran = await project.command("reset", "3");
  assertEquals(ran.code, 3);
  assertStringIncludes(ran.stderr, "deno task reset 3 --yes");
  assertEquals(
    await Deno.readTextFile(new URL(exercise.path, project.url)),
    "// mine\n",
  );
});

Deno.test("reset puts the stub back and keeps the learner's file", async () => {
  await using project = await copyProject();
  await project.write(3, "// mine\n");
  const ran = await project.command("reset", "3", "--yes");
  assertEquals(ran.code, 0, ran.stderr);
  const [, kept] = ran.stdout.match(/Your file is now {3}(\S+)/)!;
  assertEquals(
    await Deno.readTextFile(new URL(kept, project.url)),
    "// mine\n",
  );
  assertEquals(
    await Deno.readTextFile(new URL(exercise.path, project.url)),
    (await LESSONS[2].scaffold()).text,
  );
});

Deno.test("reset --undo puts the file back that was kept last", async () => {
  await using project = await copyProject();
  await project.write(3, "// first\n");
  await project.command("reset", "3", "--yes");
  await project.write(3, "// second\n");
  await project.command("reset", "3", "--yes");
  const undone = await project.command("reset", "3", "--undo");
  assertEquals(undone.code, 0, undone.stderr);
  assertEquals(
    await Deno.readTextFile(new URL(exercise.path, project.url)),
    "// second\n",
  );
  assertEquals((await project.exercisesOf(3)).length, 2);
  await project.reset();
  const { code, stderr } = await project.command("reset", "3", "--undo");
  assertEquals(code, 3);
  assertStringIncludes(stderr, "no file was kept beside it");
});

Deno.test("reset replaces nothing that it cannot read", async () => {
  await using project = await copyProject();
  const file = new URL(exercise.path, project.url);
  await Deno.remove(file);
  await Deno.mkdir(file);
  const ran = await project.command("reset", "3", "--yes");
  assertEquals(ran.code, 3);
  assertEquals(
    ran.stderr,
    `Cannot use ${exercise.path}: a folder stands in its place; move it away, then try again\n`,
  );
  assert((await Deno.stat(file)).isDirectory);
});

Deno.test("an exercise that was deleted is named, and reset brings it back", async () => {
  await using project = await copyProject();
  await Deno.remove(new URL(exercise.path, project.url));
  const graded = await project.command("grade", "3");
  assertEquals(graded.code, 3);
  assertStringIncludes(graded.stdout, "deno task reset 3");
  const shown = await project.command("solution", "3", "--yes");
  assertEquals(shown.code, 0, shown.stderr);
  assertStringIncludes(shown.stdout, "startServer");
  assertEquals((await project.command("reset", "3")).code, 0);
  assertEquals((await project.command("grade", "3")).code, 2);
});

Deno.test("reset keeps a link to a file that is away", {
  ignore: Deno.build.os === "windows",
}, async () => {
  await using project = await copyProject();
  const file = new URL(exercise.path, project.url);
  await Deno.remove(file);
  await makeLink("../away.ts", file);
  assertEquals((await project.command("reset", "3")).code, 3);
  const { code, stdout, stderr } = await project.command("reset", "3", "--yes");
  assertEquals(code, 0, stderr);
  const [, kept] = stdout.match(/Your file is now {3}(\S+)/)!;
  assertEquals(
    await Deno.readLink(new URL(kept, project.url)),
    "../away.ts",
  );
  assert((await Deno.lstat(file)).isFile);
});

Deno.test("two resets at once lose nothing", async () => {
  await using project = await copyProject();
  await project.write(3, "// mine\n");
  await Promise.all([1, 2].map(() => project.task("reset", "3", "--yes")));
  assert((await project.exercisesOf(3)).includes("// mine\n"));
});

Deno.test("hint gives one step more each time, and counts", async () => {
  await using project = await copyProject();
  for (
    const [count, more] of [[1, true], [2, true], [3, false], [
      3,
      false,
    ]] as const
  ) {
    const { stdout, code } = await project.command("hint", "3");
    assertEquals(code, 0);
    assertEquals(stdout.match(/^ {2}\d of 3/gm)?.length, count);
    assertEquals(stdout.includes("More   "), more);
  }
  const { hints } = JSON.parse(
    await Deno.readTextFile(new URL(".handshake/progress.json", project.url)),
  );
  assertEquals(Object.values(hints), [3]);
});

Deno.test("hint says what to type for more, in the way that a shell takes it", async () => {
  await using project = await copyProject();
  const unnamed = await project.command("hint", "3");
  assertStringIncludes(unnamed.stdout, "\nMore   deno task hint 3\n");
  const named = await project.command("hint", "3", "port", "frees");
  assertStringIncludes(
    named.stdout,
    '\nMore   deno task hint 3 "stop() frees the port"\n',
  );
  for (const line of named.stdout.split("\n")) assert(line.length <= 80, line);
});

Deno.test("hint is tied to the check that fails now", async () => {
  await using project = await copyProject();
  // Wrong in its first part: no later one is judged.
  await project.write(3, 'export function startServer() { throw "boom"; }\n');
  const { checks } = await judge({
    stem: LESSONS[2].stem,
    submission: new URL(exercise.path, project.url),
  });
  const failing = checks.find(({ outcome }) => outcome === "wrong")!;
  const { stdout } = await project.command("hint", "3");
  assertStringIncludes(stdout, failing.name);
});

Deno.test("solution asks before the exercise is right, and compares", async () => {
  await using project = await copyProject();
  const refused = await project.command("solution", "3");
  assertEquals(refused.code, 3);
  await project.write(
    3,
    (await Deno.readTextFile(new URL(solution.path, project.url)))
      .replace("1024", "512"),
  );
  const { stdout, code } = await project.command("solution", "3");
  assertEquals(code, 0);
  assert(/^yours .*512/m.test(stdout), stdout);
  assert(/^model .*1024/m.test(stdout), stdout);
});

Deno.test("quiz prints every question with its answer in a pipe", async () => {
  await using project = await copyProject();
  const { stdout, code } = await project.command("quiz");
  assertEquals(code, 0);
  assertEquals(
    stdout.match(/^ {5}Predict /gm)?.length,
    stdout.match(/^ {5}Answer /gm)?.length,
  );
});

Deno.test("watch tells each save in a line where there is no terminal", async () => {
  await using project = await copyProject();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "watch", "3"],
    cwd: project.path,
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const stdin = child.stdin.getWriter();
  const shown = new ShownText();
  const reading = shown.follow(child.stdout);
  await shown.shows(/lesson 3 {3}not started/);
  const file = new URL(exercise.path, project.url);
  const right = await Deno.readTextFile(new URL(solution.path, project.url));
  // In place, as many editors save.
  await Deno.writeTextFile(file, right);
  await shown.shows(/lesson 3 {3}right/);
  // A new file renamed over the old one, as others do.
  const fresh = new URL("fresh.ts", file);
  await Deno.writeTextFile(fresh, right.replaceAll("OK!!!", "NO!!!"));
  await Deno.rename(fresh, file);
  await shown.shows(/lesson 3 {3}wrong/);
  await stdin.write(new TextEncoder().encode("q\n"));
  const { code } = await child.status;
  assertEquals(code, 0);
  await stdin.abort().catch(() => {});
  await reading;
});

Deno.test("every task of the workbook has a command, and every command --help", async () => {
  const { tasks } = JSON.parse(await Deno.readTextFile(fileUrl("deno.json")));
  let count = 0;
  for (const { command } of Object.values<{ command: string }>(tasks)) {
    const [, name] = command.match(/ workbook\/cli\.ts (\w+)$/) ?? [];
    if (!name) continue;
    count++;
    const { stdout, code } = await runCaptured(COMMANDS, name, "--help");
    assertEquals(code, 0, name);
    assertStringIncludes(stdout, `deno task ${name}`);
  }
  // No task is needed for the process of a demonstration.
  assertEquals(count, Object.keys(COMMANDS).length - 1);
});

Deno.test("grade shows what was printed during the wrong check, and --only all of it", async () => {
  await using project = await copyProject();
  const solution = await Deno.readTextFile(
    new URL(LESSONS[2].files.solution.path, project.url),
  );
  await project.write(
    3,
    solution.replace("OK!!!", "NO!!!").replace(
      "export function startServer",
      'console.log("loading");\nexport function startServer',
    ).replace(
      "const n = await conn.read(buffer);",
      'const n = await conn.read(buffer); console.log("read", n);',
    ),
  );
  const graded = await project.command("grade", "3");
  assertStringIncludes(
    graded.stdout,
    "printed during this check\n    read 6\n",
  );
  assertEquals(graded.stdout.includes("loading"), false);
  const one = await project.command("grade", "3", "--only", "answers OK!!!");
  assertEquals(one.code, 1);
  assertStringIncludes(one.stdout, "it printed\n    read 6\n");
  const none = await project.command("grade", "3", "--only", "no such words");
  assertEquals(none.code, 3);
  assertStringIncludes(none.stderr, 'Cannot find a check with "no such words"');
});
