import { assertEquals, assertMatch } from "@std/assert";
import { copyProject, type Ran } from "../testing/project_copy.ts";

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

Deno.test("deno test on the stubs ignores every check; without network exactly one test fails", async (t) => {
  await using project = await copyProject();
  for (const files of [[], ["tests/03_server_flow_test.ts"]]) {
    await t.step(`deno test ${files.join(" ")}`, async () => {
      const ran = await project.deno(["test", ...files]);
      const { passed, failed } = counts(ran);
      assertEquals([passed, failed], [0, 1], ran.stdout);
      assertMatch(ran.stdout, /run {2}deno task grade/);
    });
    for (const flag of [NETWORK, "-P"]) {
      await t.step(`deno test ${flag} ${files.join(" ")}`, async () => {
        const ran = await project.deno(["test", flag, ...files]);
        const { passed, failed } = counts(ran);
        assertEquals([passed, failed, ran.code], [0, 0, 0], ran.stdout);
      });
    }
  }
});

Deno.test("deno test passes on the solutions and fails on a wrong answer", async () => {
  await using project = await copyProject();
  await project.solveAll();
  const right = await project.deno(["test", NETWORK]);
  const { passed, failed } = counts(right);
  assertEquals(
    [passed > 0, failed, right.code],
    [true, 0, 0],
    right.stdout + right.stderr,
  );
  await project.write(
    3,
    await Deno.readTextFile(
      new URL("../testing/one_client.ts", import.meta.url),
    ),
  );
  const wrong = await project.deno([
    "test",
    "--no-check",
    NETWORK,
    "tests/03_server_flow_test.ts",
  ]);
  assertEquals(wrong.code, 1);
  assertMatch(wrong.stdout, /nothing came|expected/);
});
