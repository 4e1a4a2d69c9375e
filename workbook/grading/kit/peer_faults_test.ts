import { assertEquals, assertRejects } from "@std/assert";
import { Wrong } from "../../sandbox/fault.ts";
import type { Wire } from "../../wire/wire.ts";
import { Incoming } from "./incoming.ts";
import { endedEarly, endOf, endText } from "./peer_faults.ts";
import { readExpected, readToEnd } from "./peer_reads.ts";

/** An error as `node:net` makes it. */
const nodeError = (code: string) => Object.assign(new Error(code), { code });

/** A stream whose read fails with this error. */
const failing = (error: Error) => ({
  name: "client",
  incoming: new Incoming({ read: () => Promise.reject(error) } as Wire),
});

Deno.test("a reset is told from other errors, whoever names it", () => {
  assertEquals(
    [
      new Deno.errors.ConnectionReset(),
      new Deno.errors.BrokenPipe(),
      nodeError("ECONNRESET"),
      nodeError("EPIPE"),
      new Deno.errors.TimedOut(),
      nodeError("EHOSTUNREACH"),
      "no error",
    ].map((error) => endText(endOf(error))),
    [
      "reset (RST)",
      "reset (RST)",
      "reset (RST)",
      "reset (RST)",
      "read failed: TimedOut",
      "read failed: EHOSTUNREACH",
      "read failed: no error",
    ],
  );
});

Deno.test("a peer whose read fails says by which error, and no word of a reset", async () => {
  const expected = new Uint8Array(3);
  const { fault } = await assertRejects(
    () => readExpected(failing(new Deno.errors.TimedOut()), expected, {}),
    Wrong,
  );
  assertEquals(fault.cause, "closed-early");
  assertEquals(
    fault.what,
    "the read failed (TimedOut) before all of it came",
  );
  const { end } = await readToEnd(failing(new Deno.errors.TimedOut()), {});
  assertEquals(end, { failed: "TimedOut" });
});

Deno.test("an end before all of it came has its own sentence", () => {
  const what = (end: "fin" | "reset") =>
    endedEarly(end, new Uint8Array(1), new Uint8Array()).what;
  assertEquals(
    what("fin"),
    "the connection was closed before all of it came",
  );
  assertEquals(
    what("reset"),
    "the connection was reset before all of it came",
  );
});
