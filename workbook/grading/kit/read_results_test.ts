import { assertEquals, assertMatch } from "@std/assert";
import { Wrong } from "../../sandbox/fault.ts";
import { beginCheck, failedInBackground } from "./check_context.ts";
import { forgetReads, idleLoop, watchCalls } from "./read_results.ts";
import { plainCause } from "./plain_cause.ts";

/** A connection whose stream is over. */
const ended = () =>
  ({ read: () => Promise.resolve(null) }) as unknown as Deno.Conn;

Deno.test("a loop of reads behind the end of a stream is told with its count", async () => {
  const conn = ended();
  watchCalls(conn);
  forgetReads();
  for (let i = 0; i < 99; i++) await conn.read(new Uint8Array(1));
  assertEquals(idleLoop(), undefined);
  await conn.read(new Uint8Array(1));
  assertEquals(
    idleLoop()?.fault.what,
    "read() gave null 100 times on one connection",
  );
  forgetReads();
  assertEquals(idleLoop(), undefined);
});

Deno.test("a loop of reads without an end fails its check at once", async () => {
  beginCheck();
  const conn = ended();
  watchCalls(conn);
  forgetReads();
  for (let i = 1; i < 10_000; i++) await conn.read(new Uint8Array(1));
  assertEquals(failedInBackground(), undefined);
  await conn.read(new Uint8Array(1));
  assertEquals(
    failedInBackground()?.fault.what,
    "read() gave null 10000 times on one connection",
  );
  beginCheck();
});

Deno.test("a loop of reads without room fails its check, and stands still", async () => {
  beginCheck();
  const conn = { read: () => Promise.resolve(0) } as unknown as Deno.Conn;
  watchCalls(conn);
  for (let i = 1; i < 10_000; i++) await conn.read(new Uint8Array());
  assertEquals(failedInBackground(), undefined);
  let isSettled = false;
  conn.read(new Uint8Array()).then(() => isSettled = true);
  await Promise.resolve();
  assertEquals(isSettled, false);
  assertEquals(
    failedInBackground()?.fault.what,
    "read() was given an array of length 0, 10000 times on one connection",
  );
  beginCheck();
});

Deno.test("a loop of writes without a byte is told with its count, a few are none", async () => {
  const conn = {
    ...ended(),
    write: () => Promise.resolve(0),
  } as unknown as Deno.Conn;
  watchCalls(conn);
  forgetReads();
  for (let i = 1; i < 1000; i++) await conn.write(new Uint8Array());
  assertEquals(idleLoop(), undefined);
  await conn.write(new Uint8Array());
  assertEquals(
    idleLoop()?.fault.what,
    "write() was given 0 bytes 1000 times on one connection",
  );
  forgetReads();
});

Deno.test("ends of many connections are no loop", async () => {
  forgetReads();
  for (let i = 0; i < 150; i++) {
    const conn = ended();
    watchCalls(conn);
    await conn.read(new Uint8Array(1));
  }
  assertEquals(idleLoop(), undefined);
});

Deno.test("zeros that nobody sent ask what is done with n, after a read that was short", async () => {
  const zeros = "\\u0000".repeat(20);
  const lookAtOf = (expected: string | Uint8Array, came: string | Uint8Array) =>
    (plainCause(
      new Wrong({ cause: "wrong-value", expected, came, lookAt: "other" }),
    ) as Wrong).fault.lookAt!;
  const conn = { read: () => Promise.resolve(3) } as unknown as Deno.Conn;
  watchCalls(conn);
  forgetReads();
  await conn.read(new Uint8Array(3));
  assertEquals(lookAtOf('"a"', `"a${zeros}…"`), "other");
  await conn.read(new Uint8Array(4));
  const whole = [`"a${zeros}…"`, new Uint8Array(4), `["\\x00${zeros}"]`];
  for (const came of whole) {
    assertMatch(lookAtOf('"a"', came), /what is done with n/);
  }
  assertEquals(lookAtOf(new Uint8Array(20), new Uint8Array(30)), "other");
  const expected = Uint8Array.of(1, 2, 3, 4);
  const cleared = new Wrong({
    cause: "wrong-bytes",
    did: "f(request)",
    expected,
    came: new Uint8Array(4),
    lookAt: "other",
  });
  assertEquals((plainCause(cleared) as Wrong).fault.lookAt, "other");
  assertEquals(lookAtOf('"a"', '"b\\u0000\\u0000"'), "other");
});
