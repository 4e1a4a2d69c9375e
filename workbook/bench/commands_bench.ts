/**
 * Times the commands as a learner meets them: whole processes, from the start
 * to the end or to the first line. Each group has Deno's own start beside it.
 *
 * @module
 */
import { copyProject } from "../testing/project_copy.ts";

const project = await copyProject();
await Deno.writeTextFile(new URL("empty.ts", project.url), "");
await Deno.writeTextFile(
  new URL("empty_test.ts", project.url),
  'Deno.test("nothing", () => {});\n',
);
addEventListener("unload", () => {
  Deno.removeSync(project.path, { recursive: true });
});

function command(args: string[], cwd: string | URL): Deno.Command {
  return new Deno.Command("deno", {
    args,
    cwd,
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  });
}

/** Runs to the end. */
async function whole(args: string[], cwd: string | URL = project.path) {
  const { code, stdout } = await command(args, cwd).output();
  // A command that fails at once would look fast.
  if (code > 2) throw new Error(new TextDecoder().decode(stdout));
}

/** Runs to the first line that is not empty, then ends the process. */
async function firstLine(args: string[]) {
  const child = command(args, project.path).spawn();
  const reader = child.stdout.getReader();
  const decoder = new TextDecoder();
  let text = "";
  while (!text.trim().includes("\n") && text.trim() === "") {
    const { value, done } = await reader.read();
    if (done) break;
    text += decoder.decode(value);
  }
  child.kill();
  await reader.cancel();
  await child.status;
}

const SOLUTION = ["--answer", "solutions/03_server_flow.ts"];
const options = { n: 20, warmup: 3 };

Deno.bench({
  ...options,
  group: "lesson",
  baseline: true,
  name: "deno run empty.ts",
  fn: async () => await whole(["run", "empty.ts"]),
});
Deno.bench({
  ...options,
  group: "lesson",
  name: "deno task lesson 3, first line",
  fn: async () => await firstLine(["task", "-q", "lesson", "3"]),
});
Deno.bench({
  ...options,
  group: "lesson",
  name: "deno task lesson 3 --demo, whole",
  fn: async () => await whole(["task", "-q", "lesson", "3", "--demo"]),
});

Deno.bench({
  ...options,
  group: "grade",
  baseline: true,
  name: "deno test of one empty test",
  fn: async () => await whole(["test", "--no-config", "empty_test.ts"]),
});
Deno.bench({
  ...options,
  group: "grade",
  name: "deno task grade 3 on the solution",
  fn: async () => await whole(["task", "-q", "grade", "3", ...SOLUTION]),
});
await project.solveAll();
Deno.bench({
  ...options,
  group: "grade",
  name: "deno task grade, six solutions",
  fn: async () => await whole(["task", "-q", "grade"]),
});
