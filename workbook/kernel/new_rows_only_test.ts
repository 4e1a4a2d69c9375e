import { assertEquals } from "@std/assert";
import { fakeRow, fakeTable } from "./_fake.ts";
import { newRowsOnly } from "./new_rows_only.ts";

Deno.test("newRowsOnly() leaves out connections that were there before", async () => {
  const old = fakeRow(50001, 9821, "TIME_WAIT");
  const mine = [fakeRow(9821, 0), fakeRow(50002, 9821)];
  const source = await newRowsOnly(fakeTable([old], [...mine, old]));
  assertEquals(await source.rows(), mine);
});

Deno.test("newRowsOnly() shows listeners, old and new", async () => {
  const rows = [fakeRow(22, 0), fakeRow(9821, 0)];
  const source = await newRowsOnly(fakeTable([rows[0]], rows));
  assertEquals(await source.rows(), rows);
});

Deno.test("newRowsOnly() leaves an old connection out while its state changes", async () => {
  const source = await newRowsOnly(fakeTable(
    [fakeRow(50001, 9821, "FIN_WAIT_2")],
    [fakeRow(50001, 9821, "TIME_WAIT")],
    [fakeRow(50001, 9821, "TIME_WAIT")],
  ));
  assertEquals(await source.rows(), []);
  assertEquals(await source.rows(), []);
});

Deno.test("newRowsOnly() shows a new connection between the endpoints of an old one", async () => {
  const source = await newRowsOnly(fakeTable(
    [fakeRow(50001, 9821, "TIME_WAIT")],
    [fakeRow(50001, 9821, "ESTABLISHED")],
    [fakeRow(50001, 9821, "TIME_WAIT")],
  ));
  assertEquals((await source.rows()).length, 1);
  assertEquals((await source.rows()).length, 1);
});

Deno.test("newRowsOnly() forgets an old connection once it is gone", async () => {
  for (const state of ["TIME_WAIT", "ESTABLISHED"] as const) {
    const row = fakeRow(50001, 9821, state);
    const source = await newRowsOnly(fakeTable([row], [], [row]));
    assertEquals(await source.rows(), []);
    assertEquals(await source.rows(), [row]);
  }
});

Deno.test("newRowsOnly() never brings back an old connection that is gone", async () => {
  // Asked for by its local port first, and by its remote port later.
  const row = fakeRow(50001, 9821);
  const source = await newRowsOnly(fakeTable([row], [], [row]));
  assertEquals(await source.rows([50001]), []);
  assertEquals(await source.rows([9821]), [row]);
  assertEquals(await source.rows(), [row]);
});

Deno.test("newRowsOnly() asks a table that was kept for the ports that it is asked for", async () => {
  const old = [fakeRow(50001, 9821, "TIME_WAIT"), fakeRow(50003, 22)];
  const asked: unknown[] = [];
  const source = await newRowsOnly({
    ...fakeTable([...old, fakeRow(50002, 9821)]),
    kept: () =>
      Promise.resolve({
        rows(ports) {
          asked.push(ports);
          return Promise.resolve(old);
        },
      }),
  });
  const shown = [fakeRow(50002, 9821)];
  assertEquals(await source.rows([9821]), shown);
  assertEquals(await source.rows([9821]), shown);
  assertEquals(await source.rows([9821, 22]), shown);
  assertEquals(asked, [[9821], [22]]);
});
