import { assert, assertEquals } from "@std/assert";
import { isInstance } from "./instance.ts";
import {
  DECIMAL,
  misfits,
  misread,
  misreadAddress,
  namesLimit,
  outOfRange,
  unsigned,
} from "./numbers.ts";
import { SIGNED } from "./wrong_kind.ts";
import { plainList } from "./plain_list.ts";
import { reseed } from "./random.ts";
import { isBytes } from "../../sandbox/plain_bytes.ts";

Deno.test("unsigned() has every boundary, and only what fits", () => {
  reseed(1);
  for (const bits of [8, 16, 32]) {
    const numbers = new Set(unsigned(bits));
    for (let bit = 1; bit < bits; bit++) {
      for (const near of [-1, 0, 1]) assert(numbers.has(2 ** bit + near));
    }
    assert(numbers.has(0) && numbers.has(2 ** bits - 1));
    for (const number of numbers) {
      assert(Number.isInteger(number) && number >= 0 && number < 2 ** bits);
    }
  }
});

Deno.test("misfits() has nothing that fits", () => {
  reseed(1);
  for (const bits of [8, 16, 32]) {
    const numbers = misfits(bits);
    assertEquals(numbers.slice(0, 3), [2 ** bits, -1, 1.5]);
    assert(numbers.includes(2 ** 32 + 1) && numbers.includes(NaN));
    for (const number of numbers) {
      const fits = Number.isInteger(number) && number >= 0 &&
        number < 2 ** bits;
      assert(!fits, `${number} fits into ${bits} bits`);
    }
  }
});

Deno.test("misread() and misreadAddress() name the usual mistakes, and no other", () => {
  assertEquals(misread(-1, 65535, "FFFF"), SIGNED);
  assertEquals(misread(265, 9821, "265D"), DECIMAL);
  assertEquals(misread(NaN, 65535, "FFFF"), DECIMAL);
  assertEquals(misread(80, 128, "0080"), DECIMAL);
  assertEquals(misread(9821, 9821, "265D"), undefined);
  assertEquals(misread(23846, 9821, "265D"), undefined);
  assertEquals(misread(undefined, 9821, "265D"), undefined);
  assert(misread("9821", 9821, "265D")?.includes("text"));
  assertEquals(misreadAddress("-64.168.0.1", "192.168.0.1"), SIGNED);
  assert(misreadAddress("127.000.000.001", "127.0.0.1")?.includes("zeros"));
  assert(misreadAddress("7f.0.0.1", "127.0.0.1")?.includes("number system"));
  assert(misreadAddress("01.00.00.7F", "127.0.0.1"));
  assertEquals(misreadAddress("NaN.0.0.1", "192.0.0.1"), DECIMAL);
  assertEquals(misreadAddress("7.0.0.1", "127.0.0.1"), DECIMAL);
  assertEquals(misreadAddress("NaN.0.0.1", "127.0.0.1"), DECIMAL);
  assertEquals(misreadAddress("NaN.NaN.NaN.0", "127.0.0.1"), undefined);
  assertEquals(misreadAddress("1.0.0.127", "127.0.0.1"), undefined);
  assert(misreadAddress("2130706433", "127.0.0.1")?.includes("how many"));
  assert(misreadAddress("247.0.0.16", "127.0.0.1")?.includes("digits"));
});

Deno.test("a value is judged by what it is, not by what it says of itself", () => {
  class Claims {
    static [Symbol.hasInstance](_value: unknown) {
      return true;
    }
  }
  assert({} instanceof Claims);
  assert(!isInstance({}, Claims));
  assert(isInstance(new RangeError(), Error));
  assert(isBytes(new Uint8Array()));
  assert(!isBytes(Object.create(Uint8Array.prototype)));
  const list = Object.assign([1, 2], {
    map: () => [],
    *[Symbol.iterator]() {},
  });
  assertEquals(plainList(list), [1, 2]);
  assertEquals(plainList({ length: 2 }), undefined);
});

Deno.test("outOfRange() wants the number and the limit where a text can hold them", () => {
  const { kind, message: [number, limit] } = outOfRange(70_000, 16);
  assertEquals([kind, number, limit[0]], [
    RangeError,
    "70000",
    "the limit, as a number or a width",
  ]);
  assertEquals(outOfRange(1.5, 16).message.length, 2);
  for (const none of [NaN, Infinity, 1e300, 5e-324]) {
    assertEquals(outOfRange(none, 16).message, []);
  }
});

Deno.test("namesLimit() knows a limit as a number, a width or in words, and not the value itself", () => {
  const right: Array<[string, number, 8 | 16 | 32]> = [
    ["70000 is above 65,535", 70_000, 16],
    ["65536 is not below 65536", 65_536, 16],
    ["4294967296 does not fit into 32 bits", 2 ** 32, 32],
    ["256 needs more than a byte", 256, 8],
    ["-7 is negative", -7, 16],
    ["1.5 is no integer", 1.5, 32],
  ];
  for (const each of right) assert(namesLimit(...each), each[0]);
  const wrong: typeof right = [
    ["65536 is no port", 65_536, 16],
    ["the port 16001 is too large for 70000", 70_000, 16],
    ["-65536 does not fit", -65_536, 16],
    ["1.5 does not fit", 1.5, 32],
  ];
  for (const each of wrong) assert(!namesLimit(...each), each[0]);
});
