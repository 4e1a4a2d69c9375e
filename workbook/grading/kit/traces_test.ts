import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import { faultOfRow } from "../../../tools/testing/fault_of_row.ts";
import { trace, traces } from "./traces.ts";

/** The last segments of a trace: `c 118 ack 231 length 4`. */
const lastOf = (text: string, count: number) =>
  trace(text).slice(-count).map(({ from, seq, ack, length }) =>
    `${from[0]} ${seq} ack ${ack}` + (length ? ` length ${length}` : "")
  );

Deno.test("a FIN is acknowledged by one more than its number and its payload", () => {
  assertEquals(lastOf("c=94 s=190 c:FIN,ACK+5 s:FIN,ACK c:ACK", 3), [
    "c 100 ack 200 length 5",
    "s 200 ack 106",
    "c 106 ack 201",
  ]);
});

Deno.test("what is on its way is acknowledged after it has arrived", () => {
  assertEquals(lastOf("c=94 s=190 c:FIN,ACK~ s:FIN,ACK~ / c:ACK s:ACK", 4), [
    "c 100 ack 200",
    "s 200 ack 100",
    "c 101 ack 201",
    "s 201 ack 101",
  ]);
});

Deno.test("a FIN that is sent again has its number, and counts once", () => {
  assertEquals(lastOf("c=94 s=190 c:FIN,ACK+2 c:FIN,ACK! s:ACK", 3), [
    "c 100 ack 200 length 2",
    "c 100 ack 200 length 2",
    "s 200 ack 103",
  ]);
});

Deno.test("numbers begin again at 0", () => {
  assertEquals(lastOf("c=4294967289 s=190 c:FIN,ACK s:ACK", 2), [
    "c 4294967295 ack 200",
    "s 200 ack 0",
  ]);
});

Deno.test("a word that is no segment is told", () => {
  assertThrows(() => trace("c:FIN;ACK"), RangeError, "write c:FIN,ACK");
});

Deno.test("a trace is told from its first FIN on", async () => {
  const fault = await faultOfRow(
    "f",
    () => "server" as never,
    'c=94 s=190 c:FIN,ACK+5 s:RST → "client"',
    traces("f"),
  );
  assertEquals(
    fault?.did,
    "f(trace), trace = … | client FIN,ACK seq 100 ack 200 length 5 | server RST seq 200",
  );
  const any = 'any numbers in c=# c:FIN,ACK+# → "client"';
  const told = await faultOfRow("f", () => "" as never, any, traces("f"));
  assertMatch(told!.did!, /client FIN,ACK seq \d+ ack \d+ length \d+$/);
});
