import { assert, assertEquals } from "@std/assert";
import { LESSONS } from "../catalogue.ts";
import { copyProject } from "../../tools/testing/project_copy.ts";

const MINE = "export const mine = 'weeks of work';\n";

/** How often each command is killed. `deno task steady` is for more. */
const KILLS = 20;

/** Starts a task and kills it after a moment. */
async function killed(cwd: string, args: string[], ms: number) {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", ...args],
    cwd,
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const timer = setTimeout(() => {
    try {
      child.kill("SIGKILL");
    } catch {
      // It was faster.
    }
  }, ms);
  await child.status;
  clearTimeout(timer);
}

Deno.test("reset loses nothing when it is killed at any moment", async () => {
  await using project = await copyProject();
  const file = LESSONS[2].files.exercise.path;
  const stub = await Deno.readTextFile(new URL(file, project.url));
  for (let i = 0; i < KILLS; i++) {
    const mine = `${MINE}// ${i}\n`;
    await project.write(3, mine);
    await killed(project.path, [
      "--allow-read=.",
      "--allow-write=lessons",
      "workbook/cli.ts",
      "reset",
      "3",
      "--yes",
    ], Math.random() * 60);
    const now = await Deno.readTextFile(new URL(file, project.url));
    assert(now === stub || now === mine, `exercise.ts holds ${now.length}`);
    assert(
      (await project.exercisesOf(3)).includes(mine),
      `the work of kill ${i} is lost`,
    );
  }
});

Deno.test("progress is read again after it was killed at any moment", async () => {
  await using project = await copyProject();
  for (let i = 0; i < KILLS; i++) {
    // Another content each time, so that there is something to write.
    await project.write(
      1,
      `import { todo } from "../todo.ts";\nexport const run = ${i};\nexport function htons() { todo("x"); }\n`,
    );
    await killed(project.path, [
      "--allow-read=.",
      "--allow-write=.handshake",
      "--allow-net=127.0.0.1",
      "--allow-run=deno,cat",
      "workbook/cli.ts",
      "progress",
    ], 100 + Math.random() * 300);
  }
  const { readProgress }: typeof import("./progress_file.ts") = await import(
    new URL("workbook/study/progress_file.ts", project.url).href
  );
  assertEquals((await readProgress()).damaged, false);
});
