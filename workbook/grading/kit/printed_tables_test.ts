import { assertEquals, assertRejects } from "@std/assert";
import { type ByteOrder, parseLinux } from "../../kernel/mod.ts";
import { faultOfRow } from "../../../tools/testing/fault_of_row.ts";
import { printedTables } from "./printed_tables.ts";

type Parse = (text: string, host: ByteOrder) => unknown;

const right = (text: string, host: ByteOrder) => parseLinux(text, { host });

/** The fault of one row, if there is any. */
const faultOf = (row: string, parse: Parse) =>
  faultOfRow("parse", parse, row, printedTables("parse", parse));

const SAMPLE =
  "127.0.0.1:9821 0.0.0.0:0 LISTEN, 127.0.0.1:9821 201.2.3.204:40 TIME_WAIT of a little-endian machine → its rows   ? which byte is first";

Deno.test("a reader that is right reads every table", async () => {
  const rows = [
    SAMPLE,
    "any two connections of a big-endian machine → its rows",
    "every state of a little-endian machine → its rows",
    "every byte and port of a big-endian machine → its rows",
    "lines: header / / row / blanks / row / / → its rows",
    "lines: / header → its rows",
    "columns set apart by any number of blanks → its rows",
    "the same, with no blank at the ends of a line → its rows",
  ];
  for (const row of rows) assertEquals(await faultOf(row, right), undefined);
});

Deno.test("the number of rows is compared first, then each row", async () => {
  const fewer = await faultOf(SAMPLE, () => ["a"]);
  assertEquals(fewer?.did, 'parse(…2 rows…, "little-endian")');
  assertEquals([fewer?.expected, fewer?.came], ["2 rows", '1 row: [ "a" ]']);
  assertEquals(fewer?.lookAt, "which lines are rows");
  const shared = await faultOf(SAMPLE, (...of) => right(...of).slice(1));
  assertEquals(shared?.lookAt, "how many rows can one local port have");
  const nothing = await faultOf(SAMPLE, () => undefined);
  assertEquals(nothing?.came, "undefined");
  const turned = await faultOf(SAMPLE, (text) => right(text, "big-endian"));
  assertEquals(
    turned?.did,
    'parse(…2 rows…, "little-endian"), row "   0: 0100007F:265D 00000000:0000 0A…"',
  );
  const again = await faultOf(SAMPLE, (...of) => {
    const [first] = right(...of);
    return [first, first];
  });
  assertEquals(
    again?.lookAt,
    "this is row 0 of the text, which came earlier: what do two rows share",
  );
});

Deno.test("a wrong column is asked for before a number system is", async () => {
  const lookAt = async (parse: Parse) => (await faultOf(SAMPLE, parse))?.lookAt;
  const changed = (change: (row: ReturnType<typeof right>[number]) => object) =>
    lookAt((text, host) =>
      right(text, host).map((row) => ({ ...row, ...change(row) }))
    );
  assertEquals(
    await changed(() => ({ state: undefined })),
    "which column is st, and in which number system is it written",
  );
  assertEquals(
    await changed(() => ({ local: { hostname: "NaN.NaN.NaN.0", port: NaN } })),
    "where does each column begin, and which of them is the address",
  );
  assertEquals(
    await changed(({ local }) => ({ local: { ...local, port: NaN } })),
    "in which number system are the digits written",
  );
});

Deno.test("what is no row and no line is told", async () => {
  const cases = [
    ["127.0.0.1:9821 LISTEN of a big-endian machine → its rows", "is no row"],
    ["lines: header / rwo → its rows", "no line is called rwo"],
  ];
  for (const [row, said] of cases) {
    await assertRejects(() => faultOf(row, right), SyntaxError, said);
  }
});
