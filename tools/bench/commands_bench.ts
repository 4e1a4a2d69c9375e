/**
 * Times the commands as a learner meets them: whole processes, from the start
 * to the end or to the first line. Each group has what Deno itself takes beside
 * it; the summary at its end says how many times longer the others take.
 *
 * Group `isolation` is the price of a process of its own for the submission: one
 * grader on one submission, on real sockets, in that process and in Deno's own test
 * runner. Goal: within 1.5 times.
 *
 * @module
 */
import { LESSONS } from "../../workbook/catalogue.ts";
import { copyProject } from "../testing/project_copy.ts";

const project = await copyProject();
// The copy's exercises are the solutions: every runner judges the same files.
await project.solve(...LESSONS.map(({ number }) => number));
await Deno.writeTextFile(new URL("empty.ts", project.url), "");
await Deno.writeTextFile(
  new URL("empty_test.ts", project.url),
  'Deno.test("nothing", () => {});\n',
);
addEventListener("unload", () => {
  Deno.removeSync(project.path, { recursive: true });
});

function command(args: string[]): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args,
    cwd: project.path,
    // The task that runs these benchmarks has set it to another folder.
    env: { INIT_CWD: project.path, NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  });
}

/**
 * Runs to the end.
 *
 * @param args The arguments of `deno`.
 * @param proof What its output must show: a command that did not do its work would look fast.
 */
async function whole(args: string[], proof = /^/): Promise<void> {
  const { code, stdout } = await command(args).output();
  const text = new TextDecoder().decode(stdout);
  if (code !== 0 || !proof.test(text)) {
    throw new Error(
      `deno ${args.join(" ")} ended with status ${code}: ${text}`,
    );
  }
}

/** Runs to the first line that is not empty, then ends the process. */
async function firstLine(args: string[]): Promise<void> {
  const child = command(args).spawn();
  const reader = child.stdout.getReader();
  const decoder = new TextDecoder();
  let text = "";
  while (!/\S.*\n/.test(text)) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`deno ${args.join(" ")} showed no line: ${text}`);
    text += decoder.decode(value, { stream: true });
  }
  child.kill();
  await reader.cancel();
  await child.status;
}

const { exercise, grader } = LESSONS[2].files;
const GRADE_3 = ["task", "-q", "grade", "3", "--answer", exercise.path];
const RIGHT = /^right, all \d+ checks/m;
/** The grader of lesson 3 in Deno's own runner, without the checks on the model network. */
const TEST_3 = [
  "test",
  "--no-check",
  "--allow-net=127.0.0.1,[::1]",
  // Names that do not end with "…rk": the pattern knows no look-around.
  "--filter=/([^k]|[^r]k)$/",
  grader.path,
];
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
  fn: async () => await whole(GRADE_3, RIGHT),
});
Deno.bench({
  ...options,
  group: "grade",
  name: "deno task grade, six solutions",
  fn: async () => await whole(["task", "-q", "grade"]),
});

Deno.bench({
  ...options,
  group: "isolation",
  baseline: true,
  name: "grader 3 on the solution, plain deno test",
  fn: async () => await whole(TEST_3, /^ok \| \d+ passed .*\| 0 failed/m),
});
Deno.bench({
  ...options,
  group: "isolation",
  name: "grader 3 on the solution, isolated (deno task grade 3)",
  fn: async () => await whole(GRADE_3, RIGHT),
});
