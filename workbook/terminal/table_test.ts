import { assert, assertEquals } from "@std/assert";
import { createStyle } from "./style.ts";
import { alignColumns, formatTable, spread } from "./table.ts";
import { textWidth } from "./width.ts";

const style = createStyle({ colour: false, width: 80 });
const cells = (row: string[]) => row.map((text) => [{ text }]);

Deno.test("alignColumns() puts columns one below the other", () => {
  assertEquals(
    alignColumns([["a", "b"], ["long", "c"]], { gap: 3 }),
    ["a      b", "long   c"],
  );
});

Deno.test("alignColumns() counts columns, not characters or colours", () => {
  assertEquals(
    alignColumns([["\x1b[1mab\x1b[22m", "x"], ["中文", "y"]]),
    ["\x1b[1mab\x1b[22m    x", "中文  y"],
  );
});

Deno.test("alignColumns() leaves out a column that is always empty", () => {
  assertEquals(alignColumns([["a", "", "b"], ["c"]]), ["a  b", "c"]);
  assertEquals(alignColumns([]), []);
});

Deno.test("spread() fills the line between two texts", () => {
  assertEquals(spread("left", "right", 12), "left   right");
  assertEquals(spread("left", "right", 5), "left  right");
  assertEquals(spread("left", "", 12), "left");
});

Deno.test("formatTable() leaves a table that fits alone", () => {
  const table = {
    header: cells(["call", "n"]),
    rows: [cells(["read", "5"]), cells(["write", "12"])],
    align: ["left", "right"] as Array<"left" | "right">,
  };
  assertEquals(formatTable(table, 20, style), [
    "call    n",
    "─────  ──",
    "read    5",
    "write  12",
  ]);
});

Deno.test("formatTable() wraps cells, and parts the rows where it does", () => {
  const table = {
    header: cells(["C", "Deno"]),
    rows: [
      cells(["accept", "await listener.accept() takes one from the queue"]),
      cells(["close", "conn.close()"]),
    ],
  };
  assertEquals(formatTable(table, 40, style), [
    "C       Deno",
    "──────  ────────────────────────────────",
    "accept  await listener.accept() takes",
    "        one from the queue",
    "",
    "close   conn.close()",
  ]);
});

Deno.test("formatTable() cuts words where nothing else fits", () => {
  const table = {
    header: cells(["call", "meaning", "value"]),
    rows: [cells(["setsockopt(SO_REUSEADDR)", "incomprehensibility", "0"])],
  };
  for (const width of [20, 30, 40]) {
    for (const line of formatTable(table, width, style)) {
      assert(textWidth(line) <= width, line);
    }
  }
});
