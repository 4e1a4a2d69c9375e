import { assertEquals } from "@std/assert";
import { LESSONS } from "../../workbook/catalogue.ts";
import type { Verdict } from "../../workbook/grading/verdict.ts";
import { readScript } from "../../workbook/grading/kit/script.ts";
import { workbookFault } from "../../workbook/sandbox/thrown_fault.ts";
import { graderFault } from "./grader_fault.ts";

const lesson = LESSONS[2];

/** A verdict without checks, since loading the grader threw this. */
function failedWith(error: unknown): Verdict {
  const problem = workbookFault(error, "before its checks could run");
  return { status: "not graded", checks: [], problem } as unknown as Verdict;
}

Deno.test("graderFault() says in one sentence which line of a script cannot be read", () => {
  let error: unknown;
  try {
    readScript(
      { raw: ["\n  client ~> hello\n"], given: [] },
      { peers: ["client"], facts: [], actions: [], isCall: false },
      { file: "tests/03_server_flow_test.ts", line: 180 },
    );
  } catch (thrown) {
    error = thrown;
  }
  assertEquals(
    graderFault(lesson, failedWith(error)),
    'tests/03_server_flow_test.ts:181: Cannot read "client ~> hello": no step is written so; write client → text, client ← text, client connects, client # a note, or name = value',
  );
});

Deno.test("graderFault() keeps the trace of any other error", () => {
  const error = new TypeError("x is not a function");
  assertEquals(
    graderFault(lesson, failedWith(error)),
    `tests/03_server_flow_test.ts: Cannot load the grader: ${error.stack}`,
  );
});

Deno.test("graderFault() says nothing of a submission that ended the process", () => {
  const problem = { cause: "never-ended", what: "" } as const;
  const verdict = { status: "not graded", checks: [], problem };
  assertEquals(graderFault(lesson, verdict as unknown as Verdict), undefined);
});
