import { assertEquals } from "@std/assert";
import { notJudged } from "./not_judged.ts";
import type { CheckResult, Ignored } from "./verdict.ts";

const check = (ignored?: Ignored, part?: CheckResult["part"]): CheckResult => ({
  name: "a check",
  outcome: ignored ? "ignored" : "right",
  ignored,
  part,
  ms: 0,
});

Deno.test("notJudged() counts the checks of each reason, and leaves out what the ladder shows", () => {
  const part = { key: 1, title: "listen" };
  assertEquals(
    notJudged([
      check(),
      check("no IPv6", part),
      check("waits", part),
      check("not written", part),
      check("no kernel table"),
      check("no IPv6"),
      check("waits"),
    ]),
    [
      "2 checks: this machine has no IPv6",
      "1 check: the kernel's socket table cannot be read here",
      "1 check: others come first",
    ],
  );
});
