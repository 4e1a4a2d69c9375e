import { assertEquals, assertMatch } from "@std/assert";
import { LESSONS } from "../catalogue.ts";
import { copyProject } from "../../tools/testing/project_copy.ts";
import type { Ran } from "../../tools/testing/run_captured.ts";

const NETWORK = "--allow-net=127.0.0.1,[::1]";

/** What the last line of a test run counts. */
function counts(
  { stdout }: Ran,
): { passed: number; failed: number; ignored: number } {
  const [, passed, failed, ignored = "0"] = stdout.match(
    /(\d+) passed(?: \([^)]*\))? \| (\d+) failed(?: \| (\d+) ignored)?/,
  )!;
  return {
    passed: Number(passed),
    failed: Number(failed),
    ignored: Number(ignored),
  };
}

/** Every grader has more checks. */
const FEW = 30;

const ONE_FILE = ["tests/03_server_flow_test.ts"];

/** Type checking is what Deno does, not the graders: `deno task check` has it. */
const UNCHECKED = "--no-check";

Deno.test("deno test on the stubs ignores every check and fails none, with and without network", async (t) => {
  await using project = await copyProject();
  for (
    const args of [
      [UNCHECKED],
      [UNCHECKED, NETWORK, ...ONE_FILE],
      [UNCHECKED, "-P", ...ONE_FILE],
    ]
  ) {
    await t.step(`deno test ${args.join(" ")}`, async () => {
      const ran = await project.deno(["test", ...args]);
      const { passed, failed, ignored } = counts(ran);
      const isOne = args.at(-1) === ONE_FILE[0];
      assertEquals(
        [
          passed,
          failed,
          ignored > FEW * (isOne ? 1 : LESSONS.length),
          ran.code,
        ],
        [0, 0, true, 0],
        ran.stdout + ran.stderr,
      );
    });
  }
});

Deno.test("bare deno test judges what is written on the model network, and says so", async () => {
  await using project = await copyProject();
  // A server, a table and a connection; `deno task verify --model` has the rest.
  await project.solve(3, 5, 9);
  const ran = await project.deno(["test", UNCHECKED]);
  const { passed, failed, ignored } = counts(ran);
  assertEquals([failed, ran.code], [0, 0], ran.stdout + ran.stderr);
  assertEquals([passed > 3 * FEW, ignored > FEW], [true, true], ran.stdout);
  assertMatch(ran.stdout, /On real sockets: {2}deno task grade/);
});

Deno.test("deno test with network judges on real sockets and on the model network", async () => {
  await using project = await copyProject();
  await project.solve(3);
  const ran = await project.deno(["test", UNCHECKED, NETWORK, ...ONE_FILE]);
  const { failed, ignored } = counts(ran);
  assertEquals([failed, ignored, ran.code], [0, 0, 0], ran.stdout + ran.stderr);
  const names = ran.stdout.match(
    /^part \d+: serves a second client.* \.\.\./gm,
  );
  assertEquals(names?.length, 2, ran.stdout);
});

Deno.test("deno test fails on a wrong submission, on both networks, and names the check", async () => {
  await using project = await copyProject();
  await project.writeWrong();
  for (const flags of [[], [NETWORK]]) {
    const ran = await project.deno([
      "test",
      UNCHECKED,
      "--filter=serves a second client while",
      ...flags,
      ...ONE_FILE,
    ]);
    assertEquals(ran.code, 1);
    assertMatch(ran.stdout, /look at /);
    assertMatch(ran.stdout, /tests\/03_server_flow_test\.ts:\d+:\d+/);
  }
});
