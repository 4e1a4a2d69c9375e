import { assert, assertEquals, assertMatch } from "@std/assert";
import { LESSONS } from "../catalogue.ts";
import { createStyle } from "../terminal/mod.ts";
import { formatTimeline } from "./format.ts";
import { loadRecorded } from "./recorded.ts";

for (const lesson of LESSONS) {
  Deno.test(`lesson ${lesson.number} has a recorded trace that can be shown`, async () => {
    const recorded = await loadRecorded(lesson);
    assert(recorded, "make it with workbook/xray/record.ts");
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
  });
}
