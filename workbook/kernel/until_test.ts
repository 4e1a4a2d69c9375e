import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { fakeRow, fakeTable } from "./_fake.ts";
import { KernelUnavailable } from "./unavailable.ts";
import { TimeoutError, until, untilState } from "./until.ts";

Deno.test("until() reads again until the condition holds, and returns those rows", async () => {
  const table = fakeTable([], [], [fakeRow(9821, 0)], []);
  const rows = await until((rows) => rows.length === 1, { source: table });
  assertEquals(rows, [fakeRow(9821, 0)]);
  assertEquals(table.readings, 3);
});

Deno.test("until() shows the condition only the rows of its ports, in order", async () => {
  const table = fakeTable([
    fakeRow(22, 0),
    fakeRow(5000, 9821),
    fakeRow(9821, 0),
  ]);
  const rows = await until(() => true, { source: table, ports: [9821] });
  assertEquals(rows, [fakeRow(9821, 0), fakeRow(5000, 9821)]);
});

Deno.test("until() takes a condition that returns nothing for one that does not hold", async () => {
  await assertRejects(
    () => until(() => undefined, { source: fakeTable([]), withinMs: 0 }),
    TimeoutError,
  );
});

Deno.test("until() reads again and again, until its time is over", async () => {
  const table = fakeTable([]);
  const start = performance.now();
  await assertRejects(
    () => until(() => false, { source: table, withinMs: 100 }),
    TimeoutError,
    "Cannot see the awaited rows within 100 ms, the last reading shows no such row",
  );
  assert(performance.now() - start >= 100);
  // How many they are is a matter of the machine.
  assert(table.readings > 1, `${table.readings} readings`);
});

Deno.test("until() never judges by one reading, however slow the table is", async () => {
  let readings = 0;
  const slow = {
    rows: async () => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      return ++readings === 2 ? [fakeRow(9821, 0)] : [];
    },
  };
  await until((rows) => rows.length > 0, { source: slow, withinMs: 10 });
  assertEquals(readings, 2);
});

Deno.test("until() shows the rows last seen when it gives up", async () => {
  const row = { ...fakeRow(4000, 5000), receiveQueue: 5, sendQueue: null };
  const error = await assertRejects(
    () =>
      until(() => false, {
        source: fakeTable([row]),
        withinMs: 0,
        what: "an empty table",
      }),
    TimeoutError,
  );
  assertEquals(error.name, "TimeoutError");
  assertEquals(error.rows, [row]);
  assertEquals(
    error.message,
    "Cannot see an empty table within 0 ms, the last reading shows:\n" +
      "  127.0.0.1:4000 > 127.0.0.1:5000  ESTABLISHED  receive queue 5, send queue unknown",
  );
});

Deno.test("until() reads a table that changes as often as it is told, however slow that is", async () => {
  let readings = 0;
  const rows = await until((rows) => ++readings === 3 && rows.length === 0, {
    source: fakeTable([]),
    withinMs: 0,
    readings: 3,
  });
  assertEquals(rows, []);
  await assertRejects(
    () => until(() => void readings++, { source: fakeTable([]), withinMs: 0 }),
    TimeoutError,
  );
  assertEquals(readings, 4);
});

Deno.test("until() does not print a whole machine's table", async () => {
  const rows = Array.from({ length: 40 }, (_, i) => fakeRow(1000 + i, 0));
  const error = await assertRejects(
    () => until(() => false, { source: fakeTable(rows), withinMs: 0 }),
    TimeoutError,
  );
  assertEquals(error.message.split("\n").length, 14);
  assertStringIncludes(error.message, "and 28 more");
});

Deno.test("until() refuses a time that is no time", async () => {
  for (const withinMs of [-1, NaN]) {
    await assertRejects(
      () => until(() => true, { source: fakeTable([]), withinMs }),
      RangeError,
      `Cannot wait ${withinMs} ms`,
    );
  }
});

Deno.test("until() passes on that the table cannot be read, and what the condition throws", async () => {
  const source = {
    rows: () => Promise.reject(new KernelUnavailable("Cannot read it")),
  };
  await assertRejects(() => until(() => true, { source }), KernelUnavailable);
  await assertRejects(
    () =>
      until(() => {
        throw new TypeError("mine");
      }, { source: fakeTable([]) }),
    TypeError,
    "mine",
  );
});

Deno.test("untilState() waits for the state at the local port", async () => {
  const table = fakeTable(
    [fakeRow(5000, 9821, "FIN_WAIT_1"), fakeRow(9821, 5000, "CLOSE_WAIT")],
    [fakeRow(5000, 9821, "FIN_WAIT_2"), fakeRow(9821, 5000, "CLOSE_WAIT")],
  );
  const rows = await untilState(5000, "FIN_WAIT_2", { source: table });
  assertEquals(table.readings, 2);
  assertEquals(rows.map((row) => row.state), ["CLOSE_WAIT", "FIN_WAIT_2"]);
});

Deno.test("untilState() does not take the other end's state for this end's", async () => {
  await assertRejects(
    () =>
      untilState(5000, "CLOSE_WAIT", {
        source: fakeTable([fakeRow(9821, 5000, "CLOSE_WAIT")]),
        withinMs: 0,
      }),
    TimeoutError,
    "Cannot see local port 5000 in CLOSE_WAIT within 0 ms",
  );
});

Deno.test("untilState() finds a client by the port that it dials", async () => {
  const table = fakeTable([fakeRow(9821, 0), fakeRow(5000, 9821, "SYN_SENT")]);
  await untilState(9821, "SYN_SENT", { source: table, end: "remote" });
  await assertRejects(
    () => untilState(9821, "SYN_SENT", { source: table, withinMs: 0 }),
    TimeoutError,
  );
});

Deno.test("untilState() takes a port without rows for CLOSED, and TIME_WAIT not", async () => {
  const table = fakeTable(
    [fakeRow(5000, 9821, "TIME_WAIT"), fakeRow(9821, 0)],
    [fakeRow(9821, 0)],
  );
  await untilState(5000, "CLOSED", { source: table });
  assertEquals(table.readings, 2);
});
