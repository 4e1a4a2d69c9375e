import { assertEquals, assertMatch } from "@std/assert";
import { fileUrl } from "../../paths.ts";

/** Fast ways that a lock must end. */
const GIVEN_UP = [
  // Turning `new String("…")` into a text: nobody does that in a loop.
  "StringWrapperToPrimitive",
  // `node:process` gives a class below Set an iterator of its own: see lock.ts.
  "SetIteratorLookupChain",
].map((name) => `Invalidating protector cell ${name}`);

Deno.test("a locked runtime stays as fast as V8 can keep it", async () => {
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-q",
      "--no-check",
      "--no-prompt",
      // It says what V8 does with an object; one that is slow is not measured.
      "--v8-flags=--allow-natives-syntax,--trace-protector-invalidation",
      fileUrl("tools/testing/fast_objects.ts").href,
    ],
  }).output();
  const [stdoutText, stderrText] = [stdout, stderr].map((bytes) =>
    new TextDecoder().decode(bytes)
  );
  assertEquals(stderrText, "");
  const lines = stdoutText.trim().split("\n");
  const told = lines.filter((line) => !GIVEN_UP.includes(line));
  assertMatch(told[0], /^\d{2,} objects$/);
  assertEquals(told.slice(1), []);
});
