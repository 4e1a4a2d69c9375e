import { assertEquals, assertThrows } from "@std/assert";
import { Wrong } from "../../sandbox/fault.ts";
import {
  beginGiven,
  expectUnchanged,
  forgetGiven,
  rememberArguments,
  rememberGiven,
} from "./given.ts";

/** What somebody does to what a call gave. */
const CHANGES: Record<string, () => [given: unknown, change: () => void]> = {
  "a list that is emptied": () => {
    const list = ["a"];
    return [list, () => list.length = 0];
  },
  "bytes that are overwritten": () => {
    const bytes = Uint8Array.of(1, 2);
    return [bytes.subarray(1), () => bytes.fill(9)];
  },
  "a field of an object in a list": () => {
    const row = { port: 1 };
    return [[row], () => row.port = 2];
  },
};

for (const [name, make] of Object.entries(CHANGES)) {
  Deno.test(`what a call gave must stay: ${name}`, () => {
    const [value, change] = make();
    forgetGiven();
    rememberGiven("f", [7, "x"], value);
    expectUnchanged();
    // It is the calls of the next check that change it.
    beginGiven();
    change();
    const { fault } = assertThrows(expectUnchanged, Wrong);
    assertEquals(fault.did, 'f(7, "x"), looked at after the next calls');
    // It is told once.
    beginGiven();
    expectUnchanged();
  });
}

/** What somebody does to what a call was given, and what is told of it. */
const WRITES: Record<string, [write: (options: object) => void, came: string]> =
  {
    "a field is written": [
      (options) => Object.assign(options, { limit: 2 }),
      'an object whose field "limit" has changed',
    ],
    "a field is deleted": [
      (options) => Reflect.deleteProperty(options, "limit"),
      'an object whose field "limit" has changed',
    ],
    "a field is added": [
      (options) => Object.assign(options, { extra: 1 }),
      'an object whose field "extra" has changed',
    ],
    "it is frozen": [
      (options) => Object.freeze(options),
      "an object that its caller cannot change any more",
    ],
  };

for (const [name, [write, came]] of Object.entries(WRITES)) {
  Deno.test(`what a call was given must stay: ${name}`, () => {
    beginGiven();
    const options = { limit: 1 };
    rememberArguments("probe", [7, new Uint8Array(2), options]);
    expectUnchanged();
    write(options);
    const { fault } = assertThrows(expectUnchanged, Wrong);
    assertEquals([fault.came, fault.did], [
      came,
      "probe(…), then look at what it was given",
    ]);
    // It is told once, and the next check begins anew.
    expectUnchanged();
  });
}

Deno.test("bytes, and objects of a class, may be written to", () => {
  beginGiven();
  const [buffer, conn] = [
    new Uint8Array(2),
    new (class Conn {
      open = true;
    })(),
  ];
  rememberArguments("read", [conn, buffer]);
  buffer[0] = conn.open ? 1 : 2;
  conn.open = false;
  expectUnchanged();
});

Deno.test("what has code of its own may change, and is not asked", () => {
  forgetGiven();
  const server = { port: 1, stop() {} };
  const getter = {
    get port(): number {
      throw new Error("nobody may look");
    },
  };
  const hostile = new Proxy([], {
    ownKeys() {
      throw new Error("nobody may look");
    },
  });
  for (const value of [server, getter, hostile, new Map(), () => {}]) {
    rememberGiven("f", [], value);
  }
  server.port = 2;
  expectUnchanged();
});

Deno.test("what a call was given must stay: the items of a list", () => {
  for (
    const [write, came] of [
      [(list: number[]) => list.shift(), "item 0"],
      [(list: number[]) => list.push(3), "length"],
    ] as const
  ) {
    beginGiven();
    const list = [1, 2];
    rememberArguments("probe", [list]);
    write(list);
    const { fault } = assertThrows(expectUnchanged, Wrong);
    assertEquals(fault.came, `a list whose ${came} has changed`);
  }
});
