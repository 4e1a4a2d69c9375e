import {
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { Wrong } from "../../sandbox/fault.ts";
import { NO_RETURN } from "./wrong_kind.ts";
import { type Fed, fed, type FedOptions } from "./fed.ts";
import type { Register } from "./register.ts";
import { makeValues } from "./values.ts";

/** Splits at commas; refuses what is longer than so many bytes. */
class Splitter {
  #rest = "";
  readonly #limit: number;

  constructor(limit = 8) {
    this.#limit = limit;
  }

  push(chunk: Uint8Array): string[] {
    const text = this.#rest + new TextDecoder().decode(chunk);
    if (text.length > this.#limit) {
      throw new RangeError(`more than ${this.#limit} bytes`);
    }
    const parts = text.split(",");
    this.#rest = parts.pop()!;
    return parts;
  }

  end(): string | null {
    return this.#rest || null;
  }
}

let last: () => void | Promise<void> = () => {};
const register: Register = (_name, _needs, run) => {
  last = run;
};

const eater = (splitter: { push: Splitter["push"]; end(): string | null }) => ({
  push: (chunk: Uint8Array) => splitter.push(chunk),
  last: () => splitter.end(),
});

/** Checks of splitters, or of what is not one. */
const splits = (
  options: Partial<FedOptions> = {},
  make = () => new Splitter(),
) =>
  makeValues<Fed[], unknown>(
    register,
    "Splitter",
    () => () => {},
    fed({
      last: "end()",
      usual: null,
      begin: () => eater(make()),
      ...options,
    }),
  );

const faultOf = async () =>
  (await assertRejects(async () => await last(), Wrong)).fault;

Deno.test("a row is what is fed and given in turn, and the answer at the end", async () => {
  splits()("is right")`
    → a,b ← a → c ← nothing → "," ← bc   ? the question
    → [61 2c] "b," c ← a | b   end = c
    → {w:4}, ← {w}
    → a ← nothing   end = b or a
    end = null
  `;
  await last();
  splits()("is wrong")`→ a,b ← a   ? the question`;
  assertEquals(await faultOf(), {
    cause: "wrong-value",
    did: 'push("a,b"), end()',
    expected: '[ "a" ], null',
    came: '[ "a" ], "b"',
    lookAt: "the question",
  });
});

Deno.test("a call that gives a value of another kind is told as such", async () => {
  class Other extends Splitter {
    constructor(readonly gives: unknown) {
      super();
    }
    override push = () => this.gives as never;
  }
  const lookAt = async (gives: unknown) => {
    splits({}, () => new Other(gives))(
      "is wrong",
    )`→ a ← nothing   ? the question`;
    return (await faultOf()).lookAt;
  };
  assertEquals(await lookAt(undefined), NO_RETURN);
  assertEquals(
    await lookAt(Promise.resolve([])),
    "is this function async, and must it be",
  );
  assertEquals(
    await lookAt("a"),
    "of which kind is the value of push(): is it a list",
  );
  assertEquals(await lookAt(["a"]), "the question");
});

Deno.test("several objects are fed in turn; nothing is asked at their end", async () => {
  const row = () =>
    splits({}, make)("apart")`
      1 → a ← nothing 2 → b, ← b 1 → "," ← a
    `;
  let make = () => new Splitter();
  row();
  await last();
  const shared = new Splitter();
  make = () => shared;
  row();
  const { did, came } = await faultOf();
  assertEquals(
    did,
    'decoder 1: push("a"), decoder 2: push("b,"), decoder 1: push(",")',
  );
  assertEquals(came, '[], [ "ab" ], [ "" ]');
});

Deno.test("an error may be due; one that is not is no value", async () => {
  splits()("refuses")`→ 123456789 ← RangeError`;
  await last();
  splits()("refuses, or not")`→ 1,2 ← nothing or 1 or RangeError`;
  await last();
  splits()("does not refuse")`→ 1,2 ← TypeError`;
  const { expected, came } = await faultOf();
  assertEquals([expected, came], ["a TypeError", '[ "1" ]']);
  splits()("refuses what it must not")`→ 123456789 ← nothing`;
  const { what = "", expected: due } = await faultOf();
  assertStringIncludes(what, "RangeError: more than 8");
  assertEquals(due, "[], null");
});

Deno.test("a chunk may be repeated, and cut in every way", async () => {
  splits({}, () => new Splitter(99))("is right")`
    → 3 times a, ← 3 times a → b, in pieces of 1 ← b
    → ab,{w},c cut anywhere ← ab | {w}   end = c
    → "in pieces of 2," ← "in pieces of 2"
    → 20 times a, ← 20 times a
  `;
  await last();
  class NoRest extends Splitter {
    override end = () => null;
  }
  splits({}, () => new NoRest())(
    "is wrong",
  )`→ ab,c cut anywhere ← ab   end = c`;
  assertEquals(
    (await faultOf()).did,
    "push(Uint8Array.of(0x61)), push(Uint8Array.of(0x62, 0x2c, 0x63)), end()",
  );
  splits({}, () => new NoRest(999))("is wrong")`
    → 20 times abcdefg, in pieces of 30, 50 ← 20 times abcdefg   end = ""
  `;
  const { did, expected } = await faultOf();
  assertStringIncludes(
    did ?? "",
    "… 160 characters) in pieces of 30, 50, end()",
  );
  assertEquals(
    expected,
    '["abcdefg", "abcdefg", "abcdefg", … 20 in all], ""',
  );
});

Deno.test("a row may say with which number its object is made, and what an error says", async () => {
  const made = { begin: (limit?: number) => eater(new Splitter(limit)) };
  splits(made)("refuses")`new Splitter(3) → abcd ← RangeError "3" "bytes"`;
  await last();
  splits(made)("is wrong")`new Splitter(3) → abcd ← RangeError "4"`;
  const { expected } = await faultOf();
  assertEquals(expected, "a RangeError that says 4");
  splits({ ...made, refuses: "RangeError" })("is refused though right")`
    new Splitter(3) → ab ← nothing → cd ← nothing   ? the question
  `;
  const { did, came, lookAt } = await faultOf();
  assertEquals(
    [did, came, lookAt],
    [
      'new Splitter(3), push("ab"), push("cd"), end()',
      "[], RangeError: more than 3 bytes",
      "the question",
    ],
  );
});

Deno.test("chunks in one buffer: a view of it changes", async () => {
  const views: Uint8Array[] = [];
  splits({
    oneBuffer: true,
    bytes: true,
    begin: () => ({
      push: (chunk) => [views[views.push(chunk) - 1]],
      last: () => null,
    }),
  })("keeps views")`→ ab ← ab → c ← c   ? a copy, or a view`;
  const { did, came } = await faultOf();
  assertEquals(
    did,
    "push(Uint8Array.of(0x61, 0x62)), push(Uint8Array.of(0x63)), end(), each chunk in the same buffer",
  );
  assertEquals(came, "[2 bytes: 2e 2e], [1 byte: 2e], null");
});

Deno.test("a row that cannot be read is told with what to write", () => {
  const cases: Array<[string, string]> = [
    ["→ a", "write → hello ← nothing"],
    ["→ ← a", "write → hello ← nothing"],
    ["→ a ←", "write ← nothing"],
    ["→ a ← a |", "write ← nothing"],
    ["a ← a", "or end = value"],
    ["→ a ← a   rest = b", "or end = value"],
    ["→ a ← nothign", "nothign is no nothing; write nothing"],
    ["→ a ← RangeEror", "RangeEror is no RangeError"],
    ["→ a ← a or b | rangeError", "rangeError is no RangeError"],
    ["→ a ← a   end = nul", 'nul is no null; write null, or "nul"'],
  ];
  for (const [line, said] of cases) {
    const strings = Object.assign([line], { raw: [line] });
    assertThrows(
      () => splits()("cannot be read")(strings),
      SyntaxError,
      said,
    );
  }
});
