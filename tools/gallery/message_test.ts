import { assert, assertEquals } from "@std/assert";
import type { Fault } from "../../workbook/sandbox/fault.ts";
import {
  formatRow,
  matchesPinned,
  messageOf,
  pinAgain,
  type Row,
} from "./message.ts";

const messageOfFault = (fault: Fault) =>
  messageOf({
    name: "answers",
    outcome: "wrong",
    ms: 3,
    fault,
    transcript: [{ ms: 1, text: "client → hello" }],
  });

const came = (text: string) =>
  messageOfFault({ cause: "wrong-value", came: text })[0][1];

Deno.test("messageOf() gives the rows of the fault, without exchange and place", () => {
  assertEquals(
    messageOfFault({
      cause: "wrong-bytes",
      did: "htons(1)",
      what: "it is late",
      expected: "OK",
      came: "NO",
      lookAt: "write()",
      at: "x.ts:1:2",
    }),
    [
      ["did", "htons(1)"],
      ["what", "it is late"],
      ["expected", "OK"],
      ["came", "NO"],
      ["look at", "write()"],
    ],
  );
});

Deno.test("messageOf() has no rows for a check that is right", () => {
  assertEquals(messageOf({ name: "answers", outcome: "right", ms: 3 }), []);
});

Deno.test("messageOf() leaves out every port of the kernel's range, and no other", () => {
  for (const port of [32_768, 32_785, 32_799, 32_800, 33_000, 50_123, 60_999]) {
    assertEquals(came(`127.0.0.1:${port}`), "127.0.0.1:PORT");
  }
  for (const text of ["9821", "23846", "32767", "61000"]) {
    assertEquals(came(text), text);
  }
});

Deno.test("messageOf() writes a text of several lines on one", () => {
  assertEquals(came("[\n  1,\n  2\n]"), "[ 1, 2 ]");
});

Deno.test("matchesPinned() takes the same rows and no others", () => {
  const rows: Row[] = [["expected", "OK"], ["came", "NO"]];
  assert(matchesPinned(rows, rows));
  assert(!matchesPinned(rows, rows.slice(1)));
  assert(!matchesPinned(rows.slice(1), rows));
  assert(!matchesPinned(rows, [["expected", "OK"], ["came", "N"]]));
  assert(!matchesPinned(rows, [["expected", "OK"], ["what", "NO"]]));
});

Deno.test("matchesPinned() takes any text where … is pinned", () => {
  const pinned: Row[] = [["expected", "OK"], ["came", "…"]];
  assert(matchesPinned([["expected", "OK"], ["came", "port 7"]], pinned));
  assert(!matchesPinned([["expected", "NO"], ["came", "port 7"]], pinned));
  assert(!matchesPinned([["expected", "OK"]], pinned));
});

Deno.test("pinAgain() keeps what was free", () => {
  assertEquals(
    pinAgain([["did", "a()"], ["came", "2"]], [["came", "…"]]),
    [["did", "a()"], ["came", "…"]],
  );
});

Deno.test("formatRow() puts the texts below each other", () => {
  assertEquals(formatRow(["expected", "OK"]), "  expected OK");
  assertEquals(formatRow(["came", "NO"]), "  came     NO");
  assertEquals(formatRow(["came", ""]), "  came");
});

Deno.test("matchesPinned() takes one large number for another, and no small one", () => {
  const pinned: Row[] = [["what", "881220 bytes came of 16908288, port 80"]];
  assert(
    matchesPinned([["what", "991315 bytes came of 16908288, port 80"]], pinned),
  );
  assert(
    !matchesPinned(
      [["what", "881220 bytes came of 16908288, port 81"]],
      pinned,
    ),
  );
});

Deno.test("messageOf() leaves out rows of earlier connections, unless there are no others", () => {
  const row = (state: string) => `127.0.0.1:40001 > 127.0.0.1:40002 ${state}`;
  const own = row("FIN_WAIT_1");
  const old = [
    row("TIME_WAIT"),
    row("TIME_WAIT (there before the call)"),
    row("FIN_WAIT_1 (there before the call)"),
  ];
  assertEquals(
    came([old[0], own, ...old].join("; ")),
    "127.0.0.1:PORT > 127.0.0.1:PORT FIN_WAIT_1",
  );
  for (const rows of [old.slice(0, 1), old, [old[0], old[0]], [old[1]]]) {
    assertEquals(
      came(rows.join("; ")),
      "127.0.0.1:PORT > 127.0.0.1:PORT TIME_WAIT",
    );
  }
  assertEquals(
    came(`${own}; a word`),
    `${own}; a word`.replaceAll(/4000./g, "PORT"),
  );
});
