import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";
import { copyProject } from "../../tools/testing/project_copy.ts";

const STUB = "lessons/03_server_flow/exercise.ts";
const GIVEN = "lessons/03_server_flow/exercise.given.ts";
const OWN = "// what a learner wrote\n";

const project = await copyProject();
// The copy is a clone of this one.
const origin = new URL(".handshake/origin/", project.url);
const clone = fileURLToPath(project.url);
Deno.test.afterAll(async () => {
  await Deno.remove(new URL(".git", project.url), { recursive: true });
  await Deno.remove(origin, { recursive: true });
  await project[Symbol.asyncDispose]();
});

async function git(cwd: string, ...args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command("git", {
    args: ["-c", "user.name=n", "-c", "user.email=a@b.c", ...args],
    cwd,
  }).output();
  const text = new TextDecoder().decode(success ? stdout : stderr);
  assert(success, `git ${args.join(" ")}: ${text}`);
  return text;
}

await git(clone, "init", "-q", "-b", "main");
await Deno.writeTextFile(
  new URL(".git/info/exclude", project.url),
  ".handshake\nnode_modules\n",
);
await git(clone, "add", "-A");
await git(clone, "commit", "-qm", "one");
await git(clone, "clone", "-q", ".", fileURLToPath(origin));
await git(clone, "remote", "add", "origin", fileURLToPath(origin));
await git(clone, "fetch", "-q");
await git(clone, "branch", "-q", "--set-upstream-to=origin/main");

const read = (path: string) => Deno.readTextFile(new URL(path, project.url));
const write = (path: string, text: string) =>
  Deno.writeTextFile(new URL(path, project.url), text);

/** Publishes a new version in which a file has one more line. */
async function publish(path: string): Promise<void> {
  const file = new URL(path, origin);
  await Deno.writeTextFile(file, `${await Deno.readTextFile(file)}// new\n`);
  await git(fileURLToPath(origin), "commit", "-qam", "new");
}

Deno.test("update takes a new version, keeps the exercise, and lays the new one beside", async () => {
  await write(STUB, OWN);
  await publish("mod.ts");
  await publish(STUB);
  const { code, stdout, stderr } = await project.task("update");
  assertEquals(code, 0, stderr);
  assertStringIncludes(stdout, `Yours is as it was   ${STUB}`);
  assertEquals(await read(STUB), OWN);
  assert((await read(GIVEN)).endsWith("// new\n"));
  assert((await read("mod.ts")).endsWith("// new\n"));
  const again = await project.task("update");
  assertStringIncludes(again.stdout, "up to date");
  assertEquals(await read(STUB), OWN);
});

Deno.test("update puts back what an update that was ended had set aside", async () => {
  await write(STUB, OWN);
  // Ended between the two: git has the place, the copy is aside.
  await write(".handshake/aside/03_server_flow.ts", "// aside\n");
  const { code, stdout, stderr } = await project.task("update");
  assertEquals(code, 0, stderr);
  assertStringIncludes(stdout, `${STUB} is put back`);
  assertEquals(await read(STUB), "// aside\n");
  const kept = (await Array.fromAsync(
    Deno.readDir(new URL("lessons/03_server_flow/", project.url)),
  )).filter(({ name }) => /^exercise\.\d/.test(name));
  assertEquals(kept.length, 1);
  assertEquals(await read(`lessons/03_server_flow/${kept[0].name}`), OWN);
});

Deno.test("update leaves the exercises where git cannot take the new version", async () => {
  await write(STUB, OWN);
  await git(clone, "commit", "-q", "--allow-empty", "-m", "own");
  await publish("mod.ts");
  const { code, stderr } = await project.task("update");
  assertEquals(code, 3);
  assertStringIncludes(stderr, "Your exercises are as they were");
  assertEquals(await read(STUB), OWN);
  await git(clone, "reset", "-q", "--soft", "HEAD~1");
});

Deno.test("update names a file of the workbook that was changed", async () => {
  const text = await read("mod.ts");
  await write("mod.ts", `${text}// changed\n`);
  const { code, stderr } = await project.task("update");
  await write("mod.ts", text);
  assertEquals(code, 3);
  assertStringIncludes(stderr, "Cannot update while mod.ts differs");
});
