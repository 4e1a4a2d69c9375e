import { assert, assertEquals, assertThrows } from "@std/assert";
import { parseLinux } from "../../kernel/mod.ts";
import { TCP_STATES } from "../../tcp/mod.ts";
import {
  anyTableRow,
  printedRow,
  TABLE_HEADER,
  tableRow,
} from "./printed_table.ts";

const HOSTS = ["little-endian", "big-endian"] as const;

Deno.test("printedRow() prints what the reader of the kernel's table reads", () => {
  for (const host of HOSTS) {
    const rows = TCP_STATES.map((state) => anyTableRow(state));
    const lines = rows.map((row, i) => printedRow(row, host, i));
    const text = [TABLE_HEADER, ...lines, ""].join("\n");
    assertEquals(
      parseLinux(text, { host }).map(({ local, remote, state }) => ({
        local,
        remote,
        state,
      })),
      rows,
    );
  }
});

Deno.test("printedRow() prints a row as Linux does, its columns as far apart as it is told", () => {
  const row = tableRow("127.0.0.1:9821 0.0.0.0:0 LISTEN");
  const line = printedRow(row, "little-endian", 0);
  assert(line.startsWith("   0: 0100007F:265D 00000000:0000 0A 00000000:"));
  assertEquals(line.length, 149);
  assert(
    printedRow(row, "big-endian", 98765, () => "   ")
      .startsWith("98765:   7F000001:265D   00000000:0000   0A   "),
  );
});

Deno.test("tableRow() reads a row of a check, and tells what is none", () => {
  assertEquals(tableRow("127.0.0.1:9821 10.0.0.1:80 CLOSE_WAIT"), {
    local: { hostname: "127.0.0.1", port: 9821 },
    remote: { hostname: "10.0.0.1", port: 80 },
    state: "CLOSE_WAIT",
  });
  for (const text of ["127.0.0.1:9821 10.0.0.1:80 CLOSE", "127.0.0.1 LISTEN"]) {
    assertThrows(() => tableRow(text), RangeError, "write 127.0.0.1:9821");
  }
});
