import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { faultOf } from "../../sandbox/thrown_fault.ts";
import { equal, errorOf, gaveValue, settles, show, throws } from "./expect.ts";
import { type Fault, tellFault, Wrong } from "../../sandbox/fault.ts";
import { eventually, isPending, within } from "./waiting.ts";
import { readablePath, ROOT } from "../../paths.ts";
import { bytes, integer, reseed, word } from "./random.ts";
import {
  afterCheck,
  beginCheck,
  cleanUp,
  failInBackground,
  note,
  noteRow,
  throwIfFailed,
  transcript,
} from "./check_context.ts";

const FAULT: Fault = { cause: "no-reply", what: "nothing came" };

/** The fault that a promise rejects with. */
async function faultFrom(work: Promise<unknown>): Promise<Fault> {
  const error = await assertRejects(() => work, Wrong);
  return error.fault;
}

Deno.test("within() passes a value and an error through", async () => {
  assertEquals(await within(Promise.resolve(3), 100, FAULT), 3);
  await assertRejects(
    () => within(Promise.reject(new RangeError("own")), 100, FAULT),
    RangeError,
    "own",
  );
});

Deno.test("within() throws the fault when the limit is reached", async () => {
  const never = new Promise(() => {});
  assertEquals(
    (await faultFrom(within(never, 20, FAULT))).what,
    "nothing came",
  );
});

Deno.test("within() and eventually() end at once when the submission failed in the background", async () => {
  beginCheck();
  failInBackground({ cause: "crashed", what: "elsewhere" });
  const never = new Promise(() => {});
  assertEquals(
    (await faultFrom(within(never, 10_000, FAULT))).cause,
    "crashed",
  );
  assertEquals(
    (await faultFrom(eventually(() => false, 10_000, FAULT))).cause,
    "crashed",
  );
  beginCheck();
  throwIfFailed();
});

Deno.test("eventually() returns what the condition gave, and polls until then", async () => {
  let polls = 0;
  assertEquals(
    await eventually(() => ++polls === 3 && "yes", 500, FAULT),
    "yes",
  );
  assertEquals(polls, 3);
  assertEquals(
    (await faultFrom(eventually(() => 0, 10, FAULT))).cause,
    "no-reply",
  );
});

Deno.test("isPending() tells a promise that is open from one that settled either way", async () => {
  assertEquals(await isPending(new Promise(() => {})), true);
  assertEquals(await isPending(Promise.resolve()), false);
  assertEquals(await isPending(Promise.reject(new Error("x"))), false);
});

Deno.test("settles() names a promise that stays pending", async () => {
  const fault = await faultFrom(
    settles(new Promise(() => {}), "server.stop()", 10),
  );
  assertEquals(fault.cause, "never-ended");
  assert(fault.what!.includes("server.stop()"));
});

Deno.test("throws() hands out the error, and refuses a value", async () => {
  const telling = { did: "htons(70000)" };
  const error = await throws(() => {
    throw new RangeError("70000");
  }, telling);
  assertEquals(error.name, "RangeError");
  const rejected = await throws(
    () => Promise.reject(new TypeError("x")),
    telling,
  );
  assertEquals(rejected.name, "TypeError");
  assertEquals(
    (await faultFrom(throws(() => 3, telling))).cause,
    "did-not-throw",
  );
  assertEquals(
    (await faultFrom(throws(() => Promise.resolve(3), telling))).came,
    "3, no error",
  );
});

Deno.test("an error that is due is named in words, and so is a value in its place", () => {
  assertEquals(errorOf([]), "an error");
  assertEquals(errorOf(["RangeError"]), "a RangeError");
  assertEquals(
    errorOf(["AddrInUse", "TypeError"]),
    "an AddrInUse or TypeError",
  );
  const telling = { did: "htons(70000)", lookAt: "which values fit" };
  assertEquals(gaveValue("3", "a RangeError", telling).fault, {
    cause: "did-not-throw",
    did: "htons(70000)",
    expected: "a RangeError",
    came: "3, no error",
    lookAt: "which values fit",
  });
});

Deno.test("equal() compares fields and bytes, not prototypes", () => {
  const bare = Object.assign(Object.create(null), { port: 80 });
  equal(bare, { port: 80 }, { did: "x" });
  equal({ a: 1, b: undefined }, { a: 1 }, { did: "x" });
  equal(new Uint8Array([1, 2]), new Uint8Array([1, 2]), { did: "x" });
  equal([1, [2]], [1, [2]], { did: "x" });
  const hidden = Object.defineProperty({}, "a", { value: 1 });
  equal(hidden, { a: 1 }, { did: "x" });
  equal(NaN, NaN, { did: "x" });
  // It has no field, and says of each that somebody else looks at it.
  const evasive = new Proxy({}, {
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
  });
  const handedOver = new Uint8Array([1]);
  handedOver.buffer.transfer();
  const different: Array<[unknown, unknown]> = [
    [handedOver, new Uint8Array([1])],
    [new Uint8Array([1]), new Uint8Array([2])],
    [new Uint8Array([1]), [1]],
    [[1], { 0: 1 }],
    [null, {}],
    [null, undefined],
    ["1", 1],
    [[1], [1, 2]],
    [{ a: 1 }, { a: 1, b: 2 }],
    [hidden, { a: 2 }],
    [evasive, { a: 1 }],
    [evasive, [1]],
  ];
  for (const [a, b] of different) {
    assertThrows(() => equal(a, b, { did: "x" }), Wrong);
    if (a === evasive) continue; // What is expected is no Proxy.
    assertThrows(() => equal(b, a, { did: "x" }), Wrong);
  }
});

Deno.test("show() writes values as a learner would", () => {
  assertEquals(show("a\n"), '"a\\n"');
  assertEquals(show(new Uint8Array([0, 255])), "2 bytes: 00 ff");
  assertEquals(show(new Uint8Array()), "0 bytes");
  const [a, b] = [Uint8Array.of(0, 255), new Uint8Array(258).fill(7)];
  assertEquals(
    show([a, b, null]),
    `[ 2 bytes: 00 ff | 258 bytes: ${"07 ".repeat(32)}… | null ]`,
  );
  assertEquals(
    show(Array(102).fill(Uint8Array.of(1))),
    `[ ${"1 byte: 01 | ".repeat(100)}… 2 more ]`,
  );
  // What came is not asked to show itself.
  const some = () => assert(false);
  assertEquals(show(Object.assign([a], { some })), "[ 2 bytes: 00 ff ]");
  assertEquals(show(null), "null");
  assertEquals(show(new RangeError("x")), "RangeError: x");
  const withCode = Object.assign(new RangeError("x"), { code: "E" });
  assertEquals(
    show({ error: new Error("y"), errors: [withCode] }),
    '{ error: Error: y, errors: [ { RangeError: x code: "E" } ] }',
  );
  assertEquals(show({ port: 80 }), "{ port: 80 }");
});

Deno.test("faultOf() says what a submission was not allowed to do", () => {
  const fault = faultOf(
    new Deno.errors.NotCapable(
      'Requires env access to "HOME", run again with the --allow-env flag',
    ),
    "threw",
  );
  assertEquals(fault.cause, "not-allowed");
  assert(!fault.what!.includes("--allow"));
});

Deno.test("faultOf() takes whatever was thrown", () => {
  for (const thrown of [undefined, null, "text", 3, {}]) {
    assertEquals(faultOf(thrown, "threw").cause, "threw");
  }
});

Deno.test("readablePath() writes a path as a reader would", () => {
  assertEquals(readablePath(`${ROOT}solutions/a%20b.ts`), "solutions/a b.ts");
  assertEquals(readablePath("file:///tmp/a.ts"), "/tmp/a.ts");
  assertEquals(readablePath("file:///C:/a.ts"), "C:/a.ts");
});

Deno.test("random payloads are the same for the same seed, and differ otherwise", () => {
  const draw = (seed: number) => {
    reseed(seed);
    return [word(8), integer(0, 1e9), ...bytes(8)];
  };
  assertEquals(draw(1), draw(1));
  assert(String(draw(1)) !== String(draw(2)));
});

Deno.test("integer() stays within its bounds and reaches both", () => {
  reseed(1);
  const seen = new Set(Array.from({ length: 200 }, () => integer(3, 5)));
  assertEquals([...seen].sort(), [3, 4, 5]);
});

Deno.test("the transcript keeps the beginning and the end of a long exchange", () => {
  beginCheck();
  for (let i = 0; i < 200; i++) note(`line ${i}`);
  const lines = transcript().map(({ text }) => text);
  assertEquals(lines.length, 60);
  assertEquals(lines[0], "line 0");
  assertEquals(lines[59], "line 199");
});

Deno.test("a line of the transcript is put in words when it is read", () => {
  beginCheck();
  let asked = 0;
  note(() => `asked ${++asked} times`);
  assertEquals(asked, 0);
  const [{ text }] = structuredClone(transcript());
  assertEquals(text, "asked 1 times");
});

Deno.test("of the rows of a list the transcript keeps the last two", () => {
  beginCheck();
  note("before");
  for (let nth = 0; nth < 4; nth++) {
    noteRow(nth);
    for (let i = 0; i <= nth; i++) note(`row ${nth}`);
  }
  // The next list.
  noteRow(0);
  note("row a");
  assertEquals(
    transcript().map(({ text }) => text).join(),
    "before,row 2,row 2,row 2,row 3,row 3,row 3,row 3,row a",
  );
});

Deno.test("cleanUp() goes on after a failure, last first", async () => {
  const done: number[] = [];
  afterCheck(() => void done.push(1));
  afterCheck(() => {
    throw new Error("closed already");
  });
  afterCheck(() => void done.push(3));
  await cleanUp();
  assertEquals(done, [3, 1]);
});

Deno.test("tellFault() tells what was done, expected and met, in that order", () => {
  const lines = tellFault({
    cause: "wrong-bytes",
    did: "x()",
    what: "it differs",
    expected: new Uint8Array([79, 75]),
    came: "nothing",
    lookAt: "write()",
    at: "a.ts:1:2",
  }, [{ ms: 3.4, text: "client connects" }]);
  assertEquals(lines, [
    "did       x()",
    "+3 ms     client connects",
    "what      it differs",
    'expected  "OK"   4f 4b',
    "came      nothing",
    "look at   write()",
    "at        a.ts:1:2",
  ]);
});
