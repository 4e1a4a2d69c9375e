import { assertEquals, assertMatch } from "@std/assert";
import { copyProject, type Ran } from "../../tools/testing/project_copy.ts";

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

const ONE_FILE = ["tests/03_server_flow_test.ts"];

/** Type checking is what Deno does, not the graders: one run of them all has it. */
const UNCHECKED = "--no-check";

Deno.test("deno test on the stubs ignores every check and fails none, with and without network", async (t) => {
  await using project = await copyProject();
  for (
    const args of [
      [],
      [UNCHECKED, NETWORK, ...ONE_FILE],
      [UNCHECKED, "-P", ...ONE_FILE],
    ]
  ) {
    await t.step(`deno test ${args.join(" ")}`, async () => {
      const ran = await project.deno(["test", ...args]);
      const { passed, failed, ignored } = counts(ran);
      assertEquals(
        [passed, failed, ignored > 0, ran.code],
        [0, 0, true, 0],
        ran.stdout + ran.stderr,
      );
    });
  }
});

Deno.test("bare deno test judges the solutions on the model network, and says so", async () => {
  await using project = await copyProject();
  await project.solveAll();
  const ran = await project.deno(["test", UNCHECKED]);
  const { passed, failed, ignored } = counts(ran);
  assertEquals([failed, ignored, ran.code], [0, 0, 0], ran.stdout + ran.stderr);
  assertEquals(passed > 0, true);
  assertMatch(ran.stdout, /On real sockets: {2}deno task grade/);
});

Deno.test("deno test with network judges on real sockets and on the model network", async () => {
  await using project = await copyProject();
  await project.solveAll();
  const ran = await project.deno(["test", UNCHECKED, NETWORK, ...ONE_FILE]);
  const { failed } = counts(ran);
  assertEquals([failed, ran.code], [0, 0], ran.stdout + ran.stderr);
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
