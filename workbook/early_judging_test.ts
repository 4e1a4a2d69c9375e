import { assertEquals } from "@std/assert";
import { judgeEarly, plainFileUrl } from "./early_judging.ts";
import { CHILD } from "./grading/parent/child_program.ts";
import { endPreparation } from "./grading/parent/prepare.ts";
import { fileUrl } from "./paths.ts";
import { denoCommand } from "./sandbox/command.ts";
import { LIMITS } from "./sandbox/limits.ts";
import { takeSpare } from "./sandbox/spare.ts";

/** Whether a command line starts the process that judges a file. */
async function startsFor(words: string, submission: URL): Promise<boolean> {
  judgeEarly(words.split(" "));
  const { memoryBytes } = LIMITS;
  const child = takeSpare(
    denoCommand({ program: CHILD, submission, memoryBytes }),
  );
  endPreparation();
  if (!child) return false;
  child.kill("SIGKILL");
  await Promise.all([
    child.status,
    child.stdin.abort().catch(() => {}),
    child.stdout.cancel(),
    child.stderr.cancel(),
  ]);
  return true;
}

const EXERCISE = fileUrl("lessons/03_server_flow/exercise.ts");
const ANSWER = new URL("solutions/03_server_flow.ts", `file://${Deno.cwd()}/`);

for (
  const [words, submission, due] of [
    ["grade 3", EXERCISE, true],
    ["grade 3 --all --beyond", EXERCISE, true],
    ["grade 3 --answer solutions/03_server_flow.ts", ANSWER, true],
    ["grade 3 --all --answer solutions/03_server_flow.ts", ANSWER, true],
    ["grade", EXERCISE, false],
    ["grade 99", EXERCISE, false],
    ["grade 3 4", EXERCISE, false],
    ["grade 3 --answer", EXERCISE, false],
    ["grade 3 --answer my%20file.ts", EXERCISE, false],
    ["grade 3 --model kind", EXERCISE, false],
    ["grade 3 --help", EXERCISE, false],
    ["hint 3", EXERCISE, false],
  ] as const
) {
  Deno.test({
    name: `deno task ${words} ${due ? "starts" : "does not start"} early`,
    ignore: Deno.build.os === "windows",
    fn: async () => assertEquals(await startsFor(words, submission), due),
  });
}

Deno.test("plainFileUrl() tells what node:path would, or nothing", () => {
  for (
    const [file, folder, due] of [
      ["a.ts", "/home", "file:///home/a.ts"],
      ["../a.ts", "/home/me", "file:///home/a.ts"],
      ["a.ts", "/home/", "file:///home/a.ts"],
      ["a.ts", "/", "file:///a.ts"],
      ["b//a.ts", "/home", undefined],
      ["b/", "/home", undefined],
      ["/c/./a.ts", "/home/me", "file:///c/a.ts"],
      ["a b.ts", "/home", undefined],
      ["a.ts", "/wörk", undefined],
      ["a.ts", "C:\\work", undefined],
      ["%41.ts", "/home", undefined],
    ] as const
  ) assertEquals(plainFileUrl(file, folder)?.href, due);
});
