import { assert, assertEquals, assertMatch } from "@std/assert";
import { LESSONS } from "../catalogue.ts";
import { createStyle } from "../terminal/mod.ts";
import { formatTimeline } from "./format.ts";
import { formatRecorded, loadRecorded, parseRecorded } from "./recorded.ts";

for (const lesson of LESSONS) {
  // A new lesson has none until tools/record_traces.ts is run.
  const recorded = await loadRecorded(lesson);
  const options = { ignore: recorded === undefined };
  Deno.test(
    `the recorded trace of lesson ${lesson.number} can be shown`,
    options,
    () => {
      assert(recorded);
      assertMatch(recorded.system, /^Linux .+, strace .+, Deno \d/);
      assertMatch(recorded.date, /^\d{4}-\d\d-\d\d$/);
      const style = createStyle({ colour: false, width: 80 });
      const lines = formatTimeline(recorded.entries, style);
      const text = lines.join("\n");
      for (const name of ["socket", "close"]) {
        assertMatch(text, new RegExp(`^ +C +${name}\\(`, "m"));
      }
      assertEquals(lines.filter((line) => line.length > 80), []);
      // Neither the connection of the workbook nor what happens on files.
      assertEquals(/AF_UNIX|MARK|AF_NETLINK/.test(text), false);
    },
  );
}

Deno.test("a recorded trace is written an entry a line, and read again", () => {
  const recorded = {
    of: "demo" as const,
    system: "Linux 6.18, strace 6.1, Deno 2.9.6",
    date: "2026-01-31",
    entries: [
      { type: "c" as const, ms: 1, id: 1, text: "close(3) = 0" },
      { type: "peer" as const, ms: 2, text: "a client connects" },
    ],
  };
  const text = formatRecorded(recorded);
  assertEquals(text.split("\n").length, 1 + 2 + 1);
  assertEquals(parseRecorded(text), recorded);
});
