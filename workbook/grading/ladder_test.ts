import { assertEquals } from "@std/assert";
import type { Part } from "../scaffold.ts";
import { ladderOf, rungCount } from "./ladder.ts";
import type { CheckResult } from "./verdict.ts";

const PARTS: Part[] = [
  { key: 1, title: "listen" },
  { key: 2, title: "one client" },
  { key: "beyond", title: "beyond" },
];

function check(
  part: number | "beyond",
  what: "right" | "wrong" | CheckResult["ignored"],
): CheckResult {
  const outcome = what === "right" || what === "wrong" ? what : "ignored";
  return {
    name: "",
    ms: 0,
    part: PARTS.find(({ key }) => key === part),
    outcome,
    ignored: outcome === "ignored" ? what as CheckResult["ignored"] : undefined,
  };
}

function statuses(...checks: CheckResult[]) {
  return ladderOf(checks).map(({ status, right, total, waitsFor }) =>
    `${status} ${right}/${total}${waitsFor === undefined ? "" : ` ${waitsFor}`}`
  );
}

Deno.test("ladderOf() counts the checks of each part", () => {
  assertEquals(
    statuses(
      check(1, "right"),
      check(1, "right"),
      check(2, "right"),
      check("beyond", "right"),
    ),
    ["right 2/2", "right 1/1", "right 1/1"],
  );
});

Deno.test("ladderOf() says what a part waits for", () => {
  assertEquals(
    statuses(
      check(1, "right"),
      check(1, "wrong"),
      check(2, "waits"),
      check("beyond", "waits"),
    ),
    ["wrong 1/2", "waits 0/1 1", "waits 0/1 1"],
  );
});

Deno.test("ladderOf() calls a part with a hole not started", () => {
  assertEquals(
    statuses(
      check(1, "right"),
      check(2, "right"),
      check(2, "not written"),
      check("beyond", "waits"),
    ),
    ["right 1/1", "not started 1/2", "waits 0/1 2"],
  );
});

Deno.test("ladderOf() leaves out what this machine cannot run", () => {
  assertEquals(
    statuses(
      check(1, "right"),
      check(1, "no IPv6"),
      check(2, "no kernel table"),
      check(2, "cut messages"),
    ),
    ["right 1/1", "not judged 0/0"],
  );
});

Deno.test("rungCount() counts what is right of a part that is begun", () => {
  const some = { right: 2, total: 8 };
  assertEquals(rungCount({ right: 8, total: 8 }, "right"), "8 checks");
  assertEquals(rungCount({ right: 1, total: 1 }, "right"), "1 check");
  assertEquals(rungCount(some, "wrong"), "2 of 8");
  assertEquals(rungCount(some, "unfinished"), "2 of 8");
  // Checks that the given code passes are no beginning.
  for (const word of ["not started", "waits", "not judged"] as const) {
    assertEquals(rungCount(some, word), "");
  }
});
