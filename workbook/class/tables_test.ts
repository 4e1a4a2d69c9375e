import { assertEquals, assertStringIncludes } from "@std/assert";
import { LESSONS } from "../catalogue.ts";
import { formatPage } from "./page.ts";
import type { Row, Summary } from "./summary.ts";
import { formatClassJUnit, formatCsv, formatJson } from "./tables.ts";

const lesson = LESSONS[2];

function summaryOf(...students: string[]): Summary {
  const rows = students.map((student): Row => ({
    student,
    stem: lesson.stem,
    path: `${student}.ts`,
    key: "k",
    status: "wrong",
    mastered: false,
    rungs: [{ key: 1, title: "listen", status: "wrong", right: 1, total: 3 }],
    wrong: ["part 1: listens"],
    fault: {
      check: "part 1: listens",
      rows: [["what", '<b>\u0000 & "x"']],
    },
    ms: 1500,
    seed: 1,
    lesson,
  }));
  return {
    name: "<class>",
    beyond: false,
    lessons: [lesson],
    rows,
    failures: [],
    predictions: { "03_server_flow/q": { missed: 1, answered: 2 } },
    pairs: [],
    texts: new Map(),
    skipped: [{ path: "a<b.zip", why: "it is an archive" }],
  };
}

Deno.test("formatCsv() quotes cells, and none is a formula", () => {
  assertEquals(
    formatCsv(summaryOf("=1+1", '@a, "b"', "Ö\nü")),
    "\ufeffstudent,lesson,file,status,part 1,first fault\r\n" +
      "'=1+1,3,'=1+1.ts,wrong,wrong 1/3,part 1: listens\r\n" +
      '"\'@a, ""b""",3,"\'@a, ""b"".ts",wrong,wrong 1/3,part 1: listens\r\n' +
      '"Ö\nü",3,"Ö\nü.ts",wrong,wrong 1/3,part 1: listens\r\n',
  );
});

Deno.test("formatClassJUnit() and formatPage() hold any text", () => {
  const summary = summaryOf("<anna>");
  for (const text of [formatClassJUnit(summary), formatPage(summary)]) {
    assertStringIncludes(text, "&lt;anna&gt;");
    assertStringIncludes(text, "&lt;b&gt;\ufffd &amp; &quot;x&quot;");
    assertEquals(text.includes("<anna>"), false);
  }
  assertStringIncludes(formatPage(summary), "a&lt;b.zip");
  assertStringIncludes(formatPage(summary), "1 of 2 were wrong");
});

Deno.test("formatJson() tells submissions without their keys", () => {
  const { submissions } = JSON.parse(formatJson(summaryOf("anna")));
  assertEquals(submissions[0].student, "anna");
  assertEquals(submissions[0].lesson, 3);
  assertEquals("key" in submissions[0], false);
});

Deno.test("formatClassJUnit() has a case for a submission that could not be judged", () => {
  const summary = summaryOf("anna");
  summary.rows[0].status = "not graded";
  summary.rows[0].rungs[0].status = "not judged";
  const text = formatClassJUnit(summary);
  assertStringIncludes(
    text,
    'tests="2" failures="0" errors="1" skipped="1"',
  );
  assertStringIncludes(
    text,
    'name="the submission can be judged" classname="anna.03_server_flow"><error',
  );
});

Deno.test("formatPage() says how many checks it leaves out", () => {
  const summary = summaryOf("anna");
  summary.failures = Array.from({ length: 60 }, (_, i) => ({
    lesson,
    check: `check ${i}`,
    count: 1,
    of: 1,
  }));
  const page = formatPage(summary);
  assertStringIncludes(page, "check 49");
  assertEquals(page.includes("check 50"), false);
  assertStringIncludes(page, "10 more checks are in report.json");
});
