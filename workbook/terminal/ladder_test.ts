import { assert, assertEquals } from "@std/assert";
import { formatRung, type ListedRung } from "./ladder.ts";
import { createStyle } from "./style.ts";
import { textWidth } from "./width.ts";

const style = createStyle({ colour: false, width: 80 });

const rung = (more: Partial<ListedRung>): ListedRung => ({
  name: "part 3",
  title: "the end of a connection",
  status: "right",
  count: "8 checks",
  ...more,
});

Deno.test("a rung is one line with its word and its count", () => {
  const line = (more: Partial<ListedRung>) => formatRung(rung(more), style);
  assertEquals(line({}), [
    "  part 3   the end of a connection             right         8 checks",
  ]);
  assertEquals(line({ count: "1 check", name: "beyond", title: "" }), [
    "  beyond                                       right         1 check",
  ]);
  assertEquals(line({ status: "not started", count: "" }), [
    "  part 3   the end of a connection             not started",
  ]);
  assertEquals(line({ status: "unfinished", count: "2 of 8" }), [
    "  part 3   the end of a connection             unfinished    2 of 8",
  ]);
  assertEquals(line({ status: "waits", waitsFor: "part 2", count: "" }), [
    "  part 3   the end of a connection             waits for part 2",
  ]);
});

Deno.test("a rung tells its first wrong check in full, and names the others", () => {
  assertEquals(
    formatRung(
      rung({
        status: "wrong",
        count: "5 of 8",
        first: {
          name: "logs the quit line once",
          verdict: "wrong",
          details: [["expected", "once"], ["came", "twice\u001b[1m"]],
        },
        others: ["answers exit, then closes the connection"],
      }),
      style,
    ),
    [
      "  part 3   the end of a connection             WRONG         5 of 8",
      "           logs the quit line once",
      "             expected  once",
      "             came      twice\\x1b[1m",
      "           also wrong: answers exit, then closes the connection",
    ],
  );
});

Deno.test("a rung fits a narrow terminal", () => {
  const narrow = createStyle({ colour: false, width: 44 });
  const lines = formatRung(
    rung({
      status: "wrong",
      count: "5 of 8",
      title: "a long title that has many words in it",
      first: {
        name: "logs the quit line once and never again",
        verdict: "wrong",
      },
    }),
    narrow,
  );
  for (const line of lines) assert(textWidth(line) <= 44, line);
});
