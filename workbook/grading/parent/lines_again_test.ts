import { assert, assertEquals, assertMatch } from "@std/assert";
import { writeSubmission } from "../../../tools/proof/written_submission.ts";
import { fileUrl } from "../../paths.ts";
import { judge } from "./judge.ts";

const stem = "03_server_flow";
const SOLUTION = await Deno.readTextFile(fileUrl(`solutions/${stem}.ts`));

/** Judges one check of the model answer, changed so that each line that is logged does this. */
async function judged(insteadOfLog: string, only: string) {
  const code = SOLUTION.replaceAll(/^ +log\(/gm, `${insteadOfLog} log(`);
  assert(code !== SOLUTION);
  await using submission = await writeSubmission("lines_again", code);
  const verdict = await judge({ stem, submission: submission.url, only });
  const { checks } = verdict;
  const { outcome, fault, transcript = [] } = checks.find(({ name }) =>
    name === only
  )!;
  const lines = transcript.map(({ text }) => text);
  return { outcome, cause: fault?.cause, lines };
}

const CHECK = "answers OK!!! to a message";

for (
  const [what, code, cause] of [
    ["loops without end", "for (;;);", "endless-loop"],
    ["ends the process", "Deno.exit(0);", "exited"],
  ]
) {
  Deno.test(`a check of a submission that ${what} tells its exchange up to there`, async () => {
    const came = await judged(code, CHECK);
    assertEquals(came.outcome, "wrong");
    assertEquals(came.cause, cause);
    const [first, second] = came.lines;
    assertMatch(first, /^client connects/);
    assertMatch(second, /^client → /);
    assertEquals(came.lines.length, 2);
  });
}

Deno.test("a check that is wrong tells its exchange, one that is right does not", async () => {
  const wrong = await judged('conn.write(encoder.encode("!"));', CHECK);
  assertEquals(wrong.outcome, "wrong");
  assertMatch(wrong.lines[0], /^client connects/);
  const right = await judged(" ", "works without a log");
  assertEquals(right.outcome, "right");
  assertEquals(right.lines, []);
});
