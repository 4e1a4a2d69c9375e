import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { LESSONS } from "../catalogue.ts";
import { HANG_MS } from "../../tools/testing/hang.ts";
import { copyProject } from "../../tools/testing/project_copy.ts";
import { HOSTILE_SUBMISSIONS } from "../../tools/testing/hostile_submissions.ts";

const { code: CONFLICT } = HOSTILE_SUBMISSIONS.conflict;

const SENTENCE = "holds a conflict of two versions, marked by git";

/** Each command that runs or reads an exercise: its exit status, and what it says. */
const TOLD: Array<[words: string[], status: number, says: string]> = [
  [["grade", "3"], 3, SENTENCE],
  [["hint", "3"], 3, SENTENCE],
  [["poke", "3"], 3, SENTENCE],
  [["class", ".handshake/answers", "3"], 0, "ann not graded"],
  [["lesson", "3"], 0, "could not be graded"],
  [["start"], 0, "could not be graded"],
  [["progress"], 0, "The server flow not graded"],
  // It runs nothing: it asks before it shows the model answer.
  [["solution", "3"], 3, "before exercise 3 is right (not graded)"],
];

Deno.test("no command runs an exercise that holds a conflict of two versions", async (t) => {
  await using project = await copyProject();
  // None of them needs a process to be judged.
  for (const { number } of LESSONS) await project.write(number, CONFLICT);
  const answers = new URL(".handshake/answers/", project.url);
  await Deno.mkdir(answers, { recursive: true });
  await Deno.writeTextFile(new URL("ann.ts", answers), CONFLICT);
  for (const [words, status, says] of TOLD) {
    await t.step(`deno task ${words.join(" ")}`, async () => {
      const { code, stdout, stderr } = await project.command(...words);
      const said = `${stdout}${stderr}`;
      // Lines are folded to the width of a terminal, and columns filled.
      assertStringIncludes(said.replaceAll(/\s+/g, " "), says);
      assertEquals(code, status, said);
    });
  }
  await t.step("deno task watch 3", async () => {
    await using watching = new Deno.Command(Deno.execPath(), {
      cwd: project.url,
      args: "run -qP=learn --no-prompt workbook/cli.ts watch 3".split(" "),
      stdin: "null",
      stdout: "piped",
      stderr: "null",
      signal: AbortSignal.timeout(HANG_MS),
    }).spawn();
    let said = "";
    for await (
      const text of watching.stdout.pipeThrough(new TextDecoderStream())
    ) {
      said += text;
      if (said.includes(SENTENCE)) break;
    }
    assertStringIncludes(said, SENTENCE);
  });
  await t.step("deno task xray 3", async () => {
    const { stdout, stderr } = await project.command("xray", "3");
    // Where nothing can be traced it shows the model answer's recorded calls.
    assertMatch(
      `${stdout}${stderr}`.replaceAll(/\s+/g, " "),
      new RegExp(`${SENTENCE}|What follows was recorded`),
    );
  });
  await t.step("deno test", async () => {
    const { code, stdout } = await project.deno([
      "test",
      "--no-check",
      "tests/03_server_flow_test.ts",
    ]);
    assertStringIncludes(stdout, SENTENCE);
    assertStringIncludes(stdout, "0 passed | 1 failed");
    assertEquals(code, 1);
  });
});
