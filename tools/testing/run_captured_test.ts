import { assertEquals, assertRejects } from "@std/assert";
import { capture } from "./run_captured.ts";

Deno.test("neither end of a captured command is a terminal, and both are as before after it", async () => {
  const { stdin, stdout } = Deno;
  const before = [stdin.isTerminal, stdout.isTerminal, stdout.writeSync];
  const seen: boolean[] = [];
  const look = () => {
    seen.push(Deno.stdin.isTerminal(), Deno.stdout.isTerminal());
    return Promise.resolve(0);
  };
  // As if somebody sat there, whatever this test is run by.
  stdin.isTerminal = stdout.isTerminal = () => true;
  try {
    await capture(look, "/");
    assertEquals(seen, [false, false]);
    assertEquals([stdin.isTerminal(), stdout.isTerminal()], [true, true]);
    await assertRejects(
      () => capture(() => Promise.reject(new Error("on purpose")), "/"),
      Error,
      "on purpose",
    );
    assertEquals([stdin.isTerminal(), stdout.isTerminal()], [true, true]);
  } finally {
    [stdin.isTerminal, stdout.isTerminal] = before as Array<() => boolean>;
  }
  assertEquals(stdout.writeSync, before[2]);
});

Deno.test("what a captured command says, and its status, are given", async () => {
  const ran = await capture(() => {
    console.log("out");
    console.error("err");
    Deno.stdout.writeSync(new TextEncoder().encode("é"));
    return Promise.resolve(3);
  }, "/");
  assertEquals(ran, { code: 3, stdout: "out\né", stderr: "err\n" });
});
