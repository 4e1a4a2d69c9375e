import { assertEquals, assertStringIncludes } from "@std/assert";
import { formatJUnit } from "./junit.ts";
import type { Verdict } from "../verdict.ts";

const VERDICT: Verdict = {
  stem: "03_server_flow",
  file: "a.ts",
  status: "wrong",
  checks: [
    { name: "is right", outcome: "right", ms: 2 },
    {
      name: 'answers <"OK">',
      outcome: "wrong",
      ms: 1500,
      fault: { cause: "no-reply", what: "a & b\u0000", lookAt: "write()" },
    },
    { name: "waits", outcome: "ignored", ignored: "not written", ms: 0 },
  ],
  holes: [],
  mastered: false,
  ms: 2000,
  output: "",
  seed: 1,
};

Deno.test("formatJUnit() counts the checks", async (t) => {
  await t.assertSnapshot(formatJUnit([VERDICT]));
});

Deno.test("formatJUnit() escapes what XML reserves and drops what it forbids", () => {
  const xml = formatJUnit([VERDICT]);
  assertStringIncludes(xml, "answers &lt;&quot;OK&quot;&gt;");
  assertStringIncludes(xml, "a &amp; b\ufffd");
  assertEquals(xml.includes("\u0000"), false);
});

Deno.test("formatJUnit() tells a submission that could not be judged", () => {
  const xml = formatJUnit([{
    ...VERDICT,
    checks: [],
    problem: { cause: "endless-loop", what: "an endless loop" },
  }]);
  assertStringIncludes(xml, 'errors="1"');
  assertStringIncludes(xml, "an endless loop");
});
