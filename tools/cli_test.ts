import { assertEquals, assertStringIncludes } from "@std/assert";
import { COMMANDS } from "./cli.ts";
import { runCaptured } from "./testing/run_captured.ts";

Deno.test("every command for contributors has --help", async () => {
  for (const name of Object.keys(COMMANDS)) {
    const { stdout, code } = await runCaptured(COMMANDS, name, "--help");
    assertEquals(code, 0, name);
    assertStringIncludes(stdout, `deno task ${name}`);
  }
});
