import { assertEquals, assertRejects } from "@std/assert";
import { fakeRow as row } from "../../kernel/_fake.ts";
import { Wrong } from "../../sandbox/fault.ts";
import type { TcpState } from "../../tcp/mod.ts";
import { awaitRows, isShown, rowsInWords, rowsOf } from "./shown_state.ts";

Deno.test("isShown() looks at the local port, of SYN_SENT at the remote one", () => {
  const rows = [row(40, 50, "SYN_SENT"), row(60, 70, "CLOSE_WAIT")];
  const shows = (state: TcpState, port: number) =>
    isShown(rows, { state, port });
  assertEquals(shows("SYN_SENT", 50), true);
  assertEquals(shows("SYN_SENT", 40), false);
  assertEquals(shows("CLOSE_WAIT", 60), true);
  assertEquals(shows("CLOSE_WAIT", 70), false);
  assertEquals(shows("CLOSED", 80), true);
  assertEquals(shows("CLOSED", 60), false);
});

Deno.test("isShown() does not take a FIN that has arrived for FIN_WAIT_1", () => {
  const state = { state: "FIN_WAIT_1", port: 40 } as const;
  const ends = (other: TcpState) => [
    row(40, 50, "FIN_WAIT_1"),
    row(50, 40, other),
  ];
  assertEquals(isShown(ends("ESTABLISHED"), state), true);
  assertEquals(isShown(ends("CLOSE_WAIT"), state), false);
  assertEquals(isShown(ends("ESTABLISHED").slice(0, 1), state), true);
});

Deno.test("rowsOf() leaves out a connection of others from the same port", () => {
  const own = [row(40, 50, "FIN_WAIT_2"), row(50, 40, "CLOSE_WAIT")];
  const others = [row(40, 60, "ESTABLISHED"), row(60, 40, "ESTABLISHED")];
  const state = { state: "FIN_WAIT_2", port: 40 } as const;
  assertEquals(rowsOf([...others, ...own], state), own);
});

Deno.test("rowsOf() has every connection of a port that listens", () => {
  const rows = [
    row(50, 0, "LISTEN"),
    row(50, 40, "CLOSE_WAIT"),
    row(40, 50, "FIN_WAIT_2"),
    row(50, 60, "ESTABLISHED"),
  ];
  assertEquals(rowsOf(rows, { state: "CLOSE_WAIT", port: 50 }), rows);
});

Deno.test("awaitRows() tells the rows of the last reading", async () => {
  const rows = [row(40, 50, "LISTEN"), row(60, 70, "LISTEN")];
  const source = { rows: () => Promise.resolve(rows) };
  assertEquals(
    await awaitRows(
      source,
      [40],
      () => true,
      () => new Wrong({ cause: "leak" }),
    ),
    [rows[0]],
  );
  const { fault } = await assertRejects(
    () =>
      awaitRows(
        source,
        [40],
        () => false,
        (last) => new Wrong({ cause: "leak", came: rowsInWords(last, 40) }),
        5,
      ),
    Wrong,
  );
  assertEquals(fault.came, "127.0.0.1:40 > 127.0.0.1:50 LISTEN");
  assertEquals(rowsInWords(rows, 80), "no row with that port");
});
