import { assertEquals } from "@std/assert";
import { fileUrl } from "../paths.ts";
import { denoCommand } from "./command.ts";
import { LIMITS } from "./limits.ts";

Deno.test("a submission runs under the V8 flags of the command that judges it", async () => {
  const command = denoCommand({
    program: "workbook/grading/child/main.ts",
    submission: fileUrl("lessons/03_server_flow/exercise.ts"),
    memoryBytes: LIMITS.memoryBytes,
  });
  const flags = command.find((each) => each.startsWith("--v8-flags="));
  const text = await Deno.readTextFile(fileUrl("workbook/v8.env"));
  assertEquals(
    text.match(/^DENO_V8_FLAGS=(.*)$/m)?.[1],
    flags?.slice("--v8-flags=".length),
  );
});
