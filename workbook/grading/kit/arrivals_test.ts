import { assertEquals, assertThrows } from "@std/assert";
import { faultOfRow } from "../../../tools/testing/fault_of_row.ts";
import { arrivals } from "./arrivals.ts";

type Find = Parameters<typeof arrivals>[1];
type Sockets = Parameters<Find>[1];

const TABLE = `
  ESTABLISHED 10.0.0.1:80 10.0.0.9:5000/5001
  LISTEN 10.0.0.1:80 | LISTEN 0.0.0.0:81
`;

/** The fault of one row. */
const faultOf = (row: string, find: Find) =>
  faultOfRow("demultiplex", find, row, arrivals(TABLE, find));

/** A socket by its state and the port of its peer. */
const socketIn = (sockets: Sockets, port: number) =>
  sockets.find(({ remote }) => remote.port === port)!;

Deno.test("a segment of each flag and port has its connection, in any order of the sockets", async () => {
  const row = "ACK/SYN 10.0.0.9:5000/5001 > 10.0.0.1:80 → its connection";
  const right: Find = ({ from }, sockets) => socketIn(sockets, from.port);
  assertEquals(await faultOf(row, right), undefined);
  const first = await faultOf(row, (_, sockets) => sockets[0]);
  assertEquals(
    [first?.did, first?.came],
    [
      "demultiplex() of ACK from 10.0.0.9:5000 to 10.0.0.1:80",
      "socket LISTEN 0.0.0.0:81",
    ],
  );
});

Deno.test("a copy, and a text that is no outcome, are told as such", async () => {
  const row = "ACK 10.0.0.9:5000 > 10.0.0.1:80 → its connection";
  const lookAt = async (find: Find) => (await faultOf(row, find))?.lookAt;
  assertEquals(
    await lookAt((_, sockets) => ({ ...socketIn(sockets, 5000) })),
    "is it the entry itself, or a copy",
  );
  assertEquals(
    await lookAt(() => "reset"),
    "which three kinds of value does demultiplex() give",
  );
});

Deno.test("no socket is RST or drop, and a socket is named as in the table", async () => {
  for (const came of ["RST", "drop"]) {
    const row = "ACK 10.0.0.9:5002 > 10.0.0.1:80 → no socket";
    assertEquals(await faultOf(row, () => came), undefined);
  }
  const row = "SYN 10.0.0.9:5002 > 10.0.0.1:81 → LISTEN 0.0.0.0:81";
  const right: Find = (_, sockets) =>
    sockets.find(({ local }) => local.port === 81);
  assertEquals(await faultOf(row, right), undefined);
});

Deno.test("a socket without a state is no socket", () => {
  assertThrows(() => arrivals("10.0.0.1:80", () => 0), RangeError, "no state");
});
