import { assert, assertEquals, assertMatch } from "@std/assert";
import { LESSONS } from "../catalogue.ts";
import { createStyle } from "../terminal/mod.ts";
import { formatTimeline } from "./format.ts";
import { loadRecorded } from "./recorded.ts";

for (const lesson of LESSONS) {
  // A new lesson has none until record.ts is run.
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
