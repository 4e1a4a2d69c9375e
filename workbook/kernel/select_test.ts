import { assertEquals } from "@std/assert";
import { fakeRow, fakeTable } from "./_fake.ts";
import type { SocketRow } from "./row.ts";
import { rowKey, rowsOf, selectRows } from "./select.ts";

/** Local and remote port of each row. */
function ports(rows: SocketRow[]): string[] {
  return rows.map((row) => `${row.local.port}>${row.remote.port}`);
}

Deno.test("rowKey() names a row by its two endpoints", () => {
  assertEquals(rowKey(fakeRow(4000, 5000)), "127.0.0.1:4000>127.0.0.1:5000");
  assertEquals(rowKey(fakeRow(4000, 0)), "127.0.0.1:4000>0.0.0.0:0");
});

Deno.test("rowKey() puts IPv6 addresses in brackets", () => {
  const row = {
    ...fakeRow(4000, 5000),
    local: { hostname: "::1", port: 4000 },
    remote: { hostname: "::1", port: 5000 },
  };
  assertEquals(rowKey(row), "[::1]:4000>[::1]:5000");
});

Deno.test("rowKey() stays the same while the state changes", () => {
  assertEquals(
    rowKey(fakeRow(4000, 5000, "TIME_WAIT")),
    rowKey(fakeRow(4000, 5000)),
  );
});

Deno.test("selectRows() shows the listener, then each connection's client end and server end", () => {
  const rows = [
    fakeRow(9821, 50002),
    fakeRow(50001, 9821),
    fakeRow(9821, 50001),
    fakeRow(50002, 9821),
    fakeRow(9821, 0),
  ];
  const wanted = [
    "9821>0",
    "50001>9821",
    "9821>50001",
    "50002>9821",
    "9821>50002",
  ];
  assertEquals(ports(selectRows(rows, [9821])), wanted);
  assertEquals(ports(selectRows(rows.toReversed(), [9821])), wanted);
});

Deno.test("selectRows() leaves out other programs' rows", () => {
  const rows = [fakeRow(22, 0), fakeRow(22, 60000), fakeRow(9821, 0)];
  assertEquals(ports(selectRows(rows, [9821])), ["9821>0"]);
  assertEquals(selectRows(rows, []), []);
});

Deno.test("selectRows() does not take a listener's remote port 0 for a port", () => {
  assertEquals(selectRows([fakeRow(22, 0)], [0]), []);
});

Deno.test("selectRows() follows the caller's order of listeners and clients", () => {
  const rows = [
    fakeRow(7000, 0),
    fakeRow(8000, 0),
    fakeRow(50001, 8000),
    fakeRow(50002, 8000),
  ];
  assertEquals(ports(selectRows(rows, [8000, 7000, 50002, 50001])), [
    "8000>0",
    "7000>0",
    "50002>8000",
    "50001>8000",
  ]);
});

Deno.test("selectRows() knows the server's end by a listener that was not asked for", () => {
  const rows = [fakeRow(9821, 0), fakeRow(9821, 50001), fakeRow(50001, 9821)];
  assertEquals(ports(selectRows(rows, [50001])), ["50001>9821", "9821>50001"]);
});

Deno.test("selectRows() takes the port named first for the server's when its listener is gone", () => {
  const rows = [fakeRow(9821, 50001), fakeRow(50001, 9821)];
  const wanted = ["50001>9821", "9821>50001"];
  assertEquals(ports(selectRows(rows, [9821])), wanted);
  assertEquals(ports(selectRows(rows, [9821, 50001])), wanted);
});

Deno.test("selectRows() sorts ports as numbers", () => {
  const rows = [fakeRow(50000, 80), fakeRow(9000, 80), fakeRow(900, 80)];
  assertEquals(ports(selectRows(rows, [80])), [
    "900>80",
    "9000>80",
    "50000>80",
  ]);
});

Deno.test("selectRows() shows a socket connected to itself once", () => {
  assertEquals(ports(selectRows([fakeRow(5000, 5000)], [5000])), ["5000>5000"]);
});

Deno.test("selectRows() leaves its argument as it is", () => {
  const rows = [fakeRow(9821, 50001), fakeRow(9821, 0)];
  selectRows(rows, [9821]);
  assertEquals(ports(rows), ["9821>50001", "9821>0"]);
});

Deno.test("rowsOf() reads the given table once", async () => {
  const table = fakeTable([fakeRow(9821, 0), fakeRow(22, 0)]);
  assertEquals(ports(await rowsOf([9821], table)), ["9821>0"]);
  assertEquals(table.readings, 1);
});
