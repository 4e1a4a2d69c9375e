import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import { faultOfRow } from "../../../tools/testing/fault_of_row.ts";
import { Wrong } from "../../sandbox/fault.ts";
import { beginCheck } from "./check_context.ts";
import {
  haveOwnKeys,
  nameEveryConnection,
  ownKeys,
} from "./connection_keys.ts";
import { endsIn, withEnds } from "./ends.ts";

type Conn = Deno.TcpConn;

const right = ({ localAddr: a, remoteAddr: b }: Conn) =>
  `${a.hostname} ${a.port} ${b.hostname} ${b.port}`;
const remoteOnly = ({ remoteAddr: b }: Conn) => `${b.hostname} ${b.port}`;

Deno.test("any two of some connections have two keys", async () => {
  const row =
    "any two of 10.0.0.1:80 10.0.0.9:5000, 10.0.0.1:80 10.0.0.9:5001, 10.0.0.1:81 10.0.0.9:5000 → two keys";
  const faultOf = (keyOf: (conn: Conn) => string) =>
    faultOfRow("connectionKey", keyOf, row, ownKeys(keyOf));
  assertEquals(await faultOf(right), undefined);
  const { did, came } = (await faultOf(remoteOnly))!;
  assertEquals(
    [did, came],
    [
      "connectionKey() of two connections: local 10.0.0.1:80, remote 10.0.0.9:5000; local 10.0.0.1:81, remote 10.0.0.9:5000",
      'one key, "10.0.0.9 5000"',
    ],
  );
  const none = await faultOf(() => 1 as never);
  assertEquals([none?.expected, none?.came], ["a text", "1"]);
});

Deno.test("thousands of connections have keys of their own, that are no hash", () => {
  beginCheck();
  nameEveryConnection(right);
  const toldOf = (keyOf: (conn: Conn) => string) => {
    const wrong = assertThrows(() => nameEveryConnection(keyOf), Wrong);
    return String(wrong.fault.what ?? wrong.fault.came);
  };
  assertMatch(toldOf(remoteOnly), /^one key/);
  let count = 0;
  assertMatch(toldOf(() => `${count++}`), /^keys so short/);
  const conn = withEnds(endsIn("::1:80 ::1:5000"));
  assertEquals(haveOwnKeys(right, [conn]), ["::1 80 ::1 5000"]);
});
